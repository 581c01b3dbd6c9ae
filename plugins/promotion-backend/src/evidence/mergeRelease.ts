// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Release } from 'backstage-plugin-promotion-common';

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
    images: richer.images.map(image => ({
      ...poorer.images.find(
        ({ name, digest }) => name === image.name && digest === image.digest,
      ),
      ...image,
    })),
  };
}
