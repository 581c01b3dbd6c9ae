// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EntityRef, Release } from 'backstage-plugin-promotion-common';
import { readImages } from 'backstage-plugin-promotion-common/manifests';
import {
  makeRelease,
  type ReleaseImage,
} from 'backstage-plugin-promotion-common/model';

/** What the cluster calls an image: an environment may pull it from another name. */
export interface ImageAlias {
  /** What the release calls it. */
  readonly name: string;
  readonly liveName: string;
}

/** The release that manifests desire, or why none can be told. */
export type ManifestRelease =
  | {
      readonly ok: true;
      readonly release: Release;
      readonly aliases: readonly ImageAlias[];
    }
  | { readonly ok: false; readonly message: string };

/**
 * The release named by the manifests of one environment. `imageNames` are those that belong to the component; none
 * listed: each manifest has exactly one entry.
 */
export function manifestRelease(
  componentRef: EntityRef,
  manifests: readonly { readonly path: string; readonly text: string }[],
  imageNames: readonly string[],
): ManifestRelease {
  const images = new Map<string, ReleaseImage>();
  const aliases: ImageAlias[] = [];
  for (const { path, text } of manifests) {
    const read = readImages(text);
    if (!read.ok) {
      return { ok: false, message: `${path}: ${read.problems[0]?.message}` };
    }
    const own = read.images.filter(
      image => imageNames.length === 0 || imageNames.includes(image.name),
    );
    if (imageNames.length === 0 && own.length > 1) {
      return {
        ok: false,
        message: `${path} names several images; say in the rules, under environments.*.images, which belong to the component.`,
      };
    }
    for (const { name, newName, newTag, digest } of own) {
      if (newTag === undefined && digest === undefined) continue;
      const image: ReleaseImage = {
        name,
        ...(newName !== undefined && newName !== name && { realName: newName }),
        ...(newTag !== undefined && { tag: newTag }),
        ...(digest !== undefined && { digest }),
      };
      images.set(JSON.stringify(image), image);
      aliases.push({
        name,
        liveName: newName ?? name,
      });
    }
  }
  if (images.size === 0) {
    const paths = manifests.map(({ path }) => path).join(', ');
    return {
      ok: false,
      message: `${paths} sets no tag and no digest for an image of the component.`,
    };
  }
  return {
    ok: true,
    release: makeRelease({ componentRef, images: [...images.values()] }),
    aliases,
  };
}
