// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { makeRelease } from './releaseId';
import { releaseSchema } from './Release';

const componentRef = 'component:default/checkout';
const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

describe('makeRelease', () => {
  it('names a pinned release by digest, whatever its tag', () => {
    const tagged = makeRelease({
      componentRef,
      images: [{ name: 'acme/checkout', tag: '3.8.0', digest }],
    });
    const retagged = makeRelease({
      componentRef,
      images: [{ name: 'acme/checkout', tag: '3.8.0-final', digest }],
    });
    expect(tagged.pinned).toBe(true);
    expect(tagged.releaseId).toBe(retagged.releaseId);
    expect(releaseSchema.parse(tagged)).toEqual(tagged);
  });

  it('names an unpinned release by tag', () => {
    const release = makeRelease({
      componentRef,
      images: [{ name: 'acme/checkout', tag: '3.8.0' }],
    });
    expect(release.pinned).toBe(false);
    expect(release.version).toBe('3.8.0');
  });

  it.each([
    ['another digest', [{ name: 'a', tag: '1', digest: other }]],
    ['another name', [{ name: 'b', tag: '1', digest }]],
    ['the tag alone', [{ name: 'a', tag: '1' }]],
    [
      'one image more',
      [
        { name: 'a', digest },
        { name: 'b', digest },
      ],
    ],
  ])('gives another id to %s', (_title, images) => {
    const release = makeRelease({
      componentRef,
      images: [{ name: 'a', tag: '1', digest }],
    });
    expect(makeRelease({ componentRef, images }).releaseId).not.toBe(
      release.releaseId,
    );
  });

  it('gives another id to another component', () => {
    const images = [{ name: 'a', digest }];
    expect(makeRelease({ componentRef, images }).releaseId).not.toBe(
      makeRelease({ componentRef: 'component:default/cart', images }).releaseId,
    );
  });

  it('does not depend on the order of images', () => {
    const a = { name: 'a', digest };
    const b = { name: 'b', tag: '2' };
    expect(makeRelease({ componentRef, images: [a, b] })).toEqual(
      makeRelease({ componentRef, images: [b, a] }),
    );
  });

  it('is unpinned when one image has no digest', () => {
    const images = [
      { name: 'a', digest },
      { name: 'b', tag: '2' },
    ];
    expect(makeRelease({ componentRef, images }).pinned).toBe(false);
  });

  it('falls back to a short digest as the version', () => {
    expect(
      makeRelease({ componentRef, images: [{ name: 'a', digest }] }).version,
    ).toBe('sha256:aaaaaaaaaaaa');
  });

  it('throws on no image and on an image without tag and digest', () => {
    expect(() => makeRelease({ componentRef, images: [] })).toThrow(
      /needs an image/,
    );
    expect(() =>
      makeRelease({ componentRef, images: [{ name: 'a' }] }),
    ).toThrow(/neither tag nor digest/);
  });
});
