// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readManifestImages } from 'backstage-plugin-promotion-node/testUtils';
import type { ImageReference } from './imageReference';

/** An image of the manifest: the name the rules know it by, and what it becomes in the cluster. */
export interface DesiredImage {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly inCluster: ImageReference;
}

/** What a manifest wants to run. A manifest that cannot be read wants nothing we could recognize. */
export function readDesiredImages(text: string): readonly DesiredImage[] {
  return readManifestImages(text).map(
    ({ name, newName, tag, tagSuffix, digest }) => ({
      name,
      tag,
      digest,
      inCluster: {
        name: newName ?? name,
        tag: tag === undefined ? undefined : `${tag}${tagSuffix ?? ''}`,
        digest,
      },
    }),
  );
}
