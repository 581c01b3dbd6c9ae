// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  editManifest,
  manifestFormats,
  readImages,
} from 'backstage-plugin-promotion-common/manifests';
import { makeRelease } from 'backstage-plugin-promotion-common/model';
import { storedPromotion } from '../tests/storedPromotion';
import { backwardRequest, forwardRequest } from './changeRequests';

const NAME = 'acme/checkout';
const FILE = {
  repositoryUrl: 'https://github.com/acme/gitops',
  branch: 'main',
  path: 'apps/checkout/kustomization.yaml',
};
const DIGEST = `sha256:${'a'.repeat(64)}`;

/** The target's manifest after a promotion, and after its way back. */
function thereAndBack(sourceText: string, targetText: string) {
  const source = readImages(sourceText);
  if (!source.ok) throw new Error('the source cannot be read');
  const [image] = source.images;
  const stored = storedPromotion();
  const target = manifestFormats.kustomize.read(targetText);
  if (!target.ok) throw new Error('the target cannot be read');
  const planned = manifestFormats.kustomize.plan({
    release: makeRelease({
      componentRef: stored.componentRef,
      images: [{ name: NAME, tag: image?.newTag, digest: image?.digest }],
    }),
    sourceImages: source.images,
    target: target.reading,
    file: FILE,
    names: [NAME],
    usedImages: [NAME],
  });
  if (!planned.ok) throw new Error(planned.problems[0]?.message);
  const promotion = { ...stored, fieldWrites: [...planned.writes] };
  const there = editManifest(targetText, forwardRequest(promotion).writes);
  if (there.kind !== 'edited') throw new Error(`not edited: ${there.kind}`);
  return editManifest(there.text, backwardRequest(promotion).writes);
}

const ENTRY = (...fields: string[]) =>
  ['images:', `  - name: ${NAME}`, ...fields.map(f => `    ${f}`), ''].join(
    '\n',
  );

describe('the way back', () => {
  it.each([
    [
      'a tag in quotes of its own',
      ENTRY('newTag: 1.5.0'),
      ENTRY("newTag: '1.4.0' # by hand"),
    ],
    [
      'a digest that went, with its comment',
      ENTRY('newTag: 1.5.0'),
      ENTRY(`digest: "${DIGEST}" # pinned`, 'newTag: "1.4.0"'),
    ],
    [
      'a digest that came',
      ENTRY('newTag: 1.5.0', `digest: ${DIGEST}`),
      ENTRY('newTag: "1.4.0"'),
    ],
    ['an entry that was not there', ENTRY('newTag: 1.5.0'), 'resources: []\n'],
    [
      'an entry beside others',
      ENTRY('newTag: 1.5.0'),
      'images:\n  - name: other/one\n    newTag: "7"\n',
    ],
  ])('gives the same bytes back for %s', (_, source, target) => {
    expect(thereAndBack(source, target)).toEqual({
      kind: 'edited',
      text: target,
    });
  });
});

describe('what the commit says', () => {
  it('names who asked, why, who agreed, and where the records ended before it', () => {
    const promotion = storedPromotion({ reason: 'a fix' });
    const { message } = forwardRequest(promotion, {
      length: 7,
      hash: 'sha256:abc',
    });
    expect(message.trailers).toEqual([
      { key: 'Promotion-Reason', value: 'a fix' },
      { key: 'Promotion-Requested-By', value: promotion.requestedBy.ref },
      { key: 'Promotion-Record', value: '7 sha256:abc' },
    ]);
  });
});
