// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReleaseImage } from '../model/Release';
import { makeRelease } from '../model/releaseId';
import { componentRef } from './__testUtils__/gateFixtures';
import { isAboutRelease } from './look';
import { EVERYWHERE } from '../model/movingTag';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const name = 'acme/checkout';

const isAbout = (image: ReleaseImage, own: ReleaseImage) =>
  isAboutRelease(
    { subject: { type: 'release', componentRef, image } },
    makeRelease({ componentRef, images: [own] }),
    { tags: EVERYWHERE, commits: [] },
  );

describe('evidence about an image', () => {
  it.each<[string, ReleaseImage, ReleaseImage, boolean]>([
    ['the same digest', { name, digest: A }, { name, digest: A }, true],
    [
      'another digest of the same tag',
      { name, tag: '2', digest: B },
      { name, tag: '2', digest: A },
      false,
    ],
    [
      'the tag alone, of a pinned release',
      { name, tag: '2' },
      { name, tag: '2', digest: A },
      true,
    ],
    [
      'a tag that moves, of a pinned release',
      { name, tag: 'latest' },
      { name, tag: 'latest', digest: A },
      false,
    ],
    [
      'a tag that moves, where nothing else is known',
      { name, tag: 'latest' },
      { name, tag: 'latest' },
      false,
    ],
    [
      'the tag of another image',
      { name: 'acme/cart', tag: '2' },
      { name, tag: '2' },
      false,
    ],
  ])('with %s', (_, image, own, expected) => {
    expect(isAbout(image, own)).toBe(expected);
  });
});
