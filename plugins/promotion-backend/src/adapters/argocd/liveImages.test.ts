// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { podSchema } from './argocdSchema';
import { parseImageReference } from './imageReference';
import { readLiveImages } from './liveImages';
import { DIGEST, IMAGE, OLD_DIGEST } from './__testUtils__/makeReading';

const pod = (
  options: {
    image?: string;
    imageID?: string;
    phase?: string;
    deletionTimestamp?: string;
  } = {},
) =>
  podSchema.parse({
    metadata: {
      name: 'checkout-1',
      deletionTimestamp: options.deletionTimestamp,
    },
    spec: {
      containers: [{ name: 'app', image: options.image ?? `${IMAGE}:2.4.0` }],
    },
    status: {
      phase: options.phase ?? 'Running',
      containerStatuses: [
        {
          name: 'app',
          image: 'rewritten:by-the-node',
          imageID: options.imageID ?? `${IMAGE}@${DIGEST}`,
        },
      ],
    },
  });

describe('what a live Pod runs', () => {
  it.each([
    ['containerd', `${IMAGE}@${DIGEST}`, DIGEST],
    ['Docker', `docker-pullable://${IMAGE}@${DIGEST}`, DIGEST],
    ['a registry proxy', `mirror.example/acme/checkout@${DIGEST}`, DIGEST],
    ['a node that has not pulled it', '', undefined],
    ['a runtime that reports a local id', OLD_DIGEST, undefined],
  ])('is the digest %s reports', (_title, imageID, digest) => {
    expect(readLiveImages([pod({ imageID })])).toEqual([
      { pod: 'checkout-1', name: IMAGE, tag: '2.4.0', digest },
    ]);
  });

  it('is the pinned digest where the runtime only reports a local id, since the node enforces it', () => {
    const [image] = readLiveImages([
      pod({ image: `${IMAGE}@${DIGEST}`, imageID: OLD_DIGEST }),
    ]);
    expect(image?.digest).toBe(DIGEST);
  });

  it.each([
    ['on its way out', { deletionTimestamp: '2026-09-01T12:00:00Z' }],
    ['run to its end', { phase: 'Succeeded' }],
    ['failed', { phase: 'Failed' }],
  ])('does not count a Pod that is %s', (_title, options) => {
    expect(readLiveImages([pod(options)])).toEqual([]);
  });
});

describe('an image reference', () => {
  it.each([
    ['checkout', { name: 'checkout' }],
    ['localhost:5000/checkout', { name: 'localhost:5000/checkout' }],
    [
      'localhost:5000/checkout:2.4.0',
      { name: 'localhost:5000/checkout', tag: '2.4.0' },
    ],
    [`${IMAGE}:2.4.0@${DIGEST}`, { name: IMAGE, tag: '2.4.0', digest: DIGEST }],
    [`${IMAGE}@${DIGEST}`, { name: IMAGE, digest: DIGEST }],
  ])('%s', (text, reference) => {
    expect(parseImageReference(text)).toEqual({
      digest: undefined,
      ...reference,
    });
  });
});
