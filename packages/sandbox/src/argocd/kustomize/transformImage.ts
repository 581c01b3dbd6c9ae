// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatImage, parseImage } from './ImageReference';

/** One entry of a kustomization's `images`. */
export interface ImageTransform {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/**
 * One image as kustomize ≥ 4.5 rewrites it: `newTag` alone drops an existing digest, `digest` alone
 * drops the tag, both stand side by side. `name` is an unescaped regular expression, anchored.
 */
export function transformImage(
  image: string,
  transform: ImageTransform,
): string {
  const parsed = parseImage(image);
  if (!new RegExp(`^${transform.name}$`).test(parsed.name)) {
    return image;
  }
  const name = transform.newName || parsed.name;
  const { newTag, digest, tagSuffix } = transform;
  const base = (() => {
    if (newTag && digest) {
      return { name, tag: newTag, digest };
    }
    if (newTag) {
      return { name, tag: newTag };
    }
    return digest ? { name, digest } : { ...parsed, name };
  })();
  return formatImage(
    tagSuffix && base.tag ? { ...base, tag: `${base.tag}${tagSuffix}` } : base,
  );
}
