// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readImages } from 'backstage-plugin-promotion-common/manifests';
import { parseImageReference, type ImageReference } from './imageReference';

/** An image of the manifest: the name the rules know it by, and what it becomes in the cluster. */
export interface DesiredImage {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly inCluster: ImageReference;
}

/** What a manifest wants to run. A manifest that cannot be read wants nothing we could recognize. */
export function readDesiredImages(text: string): readonly DesiredImage[] {
  const read = readImages(text);
  return (read.ok ? read.images : []).map(
    ({ name, newName, newTag, digest }) => ({
      name,
      tag: newTag,
      digest,
      inCluster: {
        name: newName ?? name,
        tag: newTag,
        digest,
      },
    }),
  );
}

/**
 * The names of all images in manifests, wherever they stand, for a custom resource may name one anywhere. Absent: there
 * are none, so that nothing can be told by them.
 */
export function imagesIn(
  manifests: readonly unknown[],
): readonly string[] | undefined {
  const names = new Set(manifests.flatMap(imageValues).map(nameOf));
  return names.size > 0 ? [...names].sort() : undefined;
}

function imageValues(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'image' && typeof inner === 'string' && inner !== ''
      ? [inner]
      : imageValues(inner),
  );
}

function nameOf(image: string): string {
  return parseImageReference(image).name;
}
