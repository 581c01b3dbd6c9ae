// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Release, ReleaseImage } from 'backstage-plugin-promotion-common';

/**
 * What is known of a release after another look at it: nothing known is lost, and where both know something, the one
 * that knows the commit (a build record) speaks. Both have the same id.
 */
export function mergeRelease(known: Release, seen: Release): Release {
  const [richer, poorer] =
    seen.commit !== undefined && known.commit === undefined
      ? [seen, known]
      : [known, seen];
  return {
    ...poorer,
    ...richer,
    images: richer.images.map(image => withTag(image, poorer.images)),
  };
}

function withTag(
  image: ReleaseImage,
  others: readonly ReleaseImage[],
): ReleaseImage {
  if (image.tag !== undefined) return image;
  const other = others.find(
    candidate =>
      candidate.name === image.name && candidate.digest === image.digest,
  );
  return other?.tag === undefined ? image : { ...image, tag: other.tag };
}
