// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { contentHash } from './contentHash';
import { EVERYWHERE, isMovingTag } from './movingTag';
import type { Release, ReleaseImage } from './Release';
import type { ContentHash, EntityRef } from './scalars';

/** What is known of a release before it has an id. */
export interface ReleaseFacts {
  readonly componentRef: EntityRef;
  /** At least one; each with a tag, a digest or both. Order does not matter. */
  readonly images: readonly ReleaseImage[];
  /** What people see; absent: the first tag of a build, else the short digest, else the tag as it is. */
  readonly version?: string;
  readonly repository?: string;
  readonly commit?: string;
  readonly buildUrl?: string;
}

/**
 * Names a set of images. The id is the content hash over component and images: of (name, digest) where there is a
 * digest, else of (name, tag). Only a release whose every image has a digest is `pinned`.
 *
 * A missing image, or one with neither tag nor digest, is a mistake of the caller and throws.
 */
export function makeRelease(facts: ReleaseFacts): Release {
  const images = [...facts.images].sort(byName);
  if (images.length === 0) {
    throw new RangeError(`a release of ${facts.componentRef} needs an image`);
  }
  return {
    releaseId: releaseIdOf(facts.componentRef, images),
    componentRef: facts.componentRef,
    version: facts.version ?? versionOf(images),
    images,
    pinned: images.every(image => image.digest !== undefined),
    ...(facts.repository !== undefined && { repository: facts.repository }),
    ...(facts.commit !== undefined && { commit: facts.commit }),
    ...(facts.buildUrl !== undefined && { buildUrl: facts.buildUrl }),
  };
}

function releaseIdOf(
  componentRef: EntityRef,
  images: readonly ReleaseImage[],
): ContentHash {
  return contentHash({ componentRef, images: images.map(identityOf) });
}

function identityOf(image: ReleaseImage) {
  if (image.digest !== undefined) {
    return { name: image.name, digest: image.digest };
  }
  if (image.tag !== undefined) return { name: image.name, tag: image.tag };
  throw new RangeError(`image ${image.name} has neither tag nor digest`);
}

function versionOf(images: readonly ReleaseImage[]): string {
  const tags = images.flatMap(({ tag }) => tag ?? []);
  const digest = images.find(image => image.digest !== undefined)?.digest;
  return (
    tags.find(tag => !isMovingTag(tag, EVERYWHERE)) ??
    digest?.slice(0, 'sha256:'.length + 12) ??
    tags[0] ??
    'unknown'
  );
}

function byName(a: ReleaseImage, b: ReleaseImage): number {
  const left = `${a.name}\n${a.digest ?? ''}\n${a.tag ?? ''}`;
  const right = `${b.name}\n${b.digest ?? ''}\n${b.tag ?? ''}`;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
