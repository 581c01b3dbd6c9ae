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
 * One image as kustomize 5.7 rewrites it. `name` is an unescaped regular expression for the whole reference but its last
 * tag and digest. `newTag` alone drops an existing digest, `digest` alone drops the tag, both stand side by side.
 * `tagSuffix` counts only where there is neither, and drops the digest; the filter passes over each container twice, so
 * a suffix is appended twice.
 */
export function transformImage(
  image: string,
  transform: ImageTransform,
): string {
  return passOver(passOver(image, transform), transform);
}

function passOver(image: string, transform: ImageTransform): string {
  const pattern = `^${transform.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`;
  if (!new RegExp(pattern).test(image)) return image;
  const parsed = parseImage(image);
  const name = transform.newName || parsed.name;
  const { newTag, digest, tagSuffix } = transform;
  if (newTag || digest) {
    return formatImage({
      name,
      ...(newTag && { tag: newTag }),
      ...(digest && { digest }),
    });
  }
  return tagSuffix
    ? formatImage({ name, tag: `${parsed.tag ?? ''}${tagSuffix}` })
    : formatImage({ ...parsed, name });
}
