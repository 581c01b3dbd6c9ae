// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  readImages,
  type ManifestImage,
} from 'backstage-plugin-promotion-common/manifests';

/** The images a kustomization of a test names, in its order. */
export function readManifestImages(text: string): readonly ManifestImage[] {
  const read = readImages(text);
  if (!read.ok) {
    throw new TypeError(
      `the fake repository holds a manifest that cannot be read: ${read.problems[0]?.message}`,
    );
  }
  return read.images;
}
