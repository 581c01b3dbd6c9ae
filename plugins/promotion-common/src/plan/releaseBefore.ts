// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { fieldPointer } from '../manifests/fieldPointer';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { FieldWrite } from '../model/Plan';
import type { Release, ReleaseImage } from '../model/Release';
import { makeRelease } from '../model/releaseId';

/**
 * The release that the writes replace, by what they say stands in the target now: what is put back is what was read, even
 * where the observer has not come round yet. What is recorded tells its version and commit. Absent: nothing stood there.
 */
export function releaseBefore(
  release: Release,
  writes: readonly FieldWrite[],
  { desired, live }: Pick<EnvironmentState, 'desired' | 'live'>,
): Release | undefined {
  const images = new Map<string, ReleaseImage>();
  for (const { path } of new Map(
    writes.map(({ file }) => [
      `${file.repositoryUrl}#${file.branch}:${file.path}`,
      file,
    ]),
  ).values()) {
    const ofFile = writes.filter(({ file }) => file.path === path);
    for (const image of release.images) {
      const before = imageBefore(image, ofFile);
      if (before) images.set(JSON.stringify(before), before);
    }
  }
  if (images.size === 0) return undefined;
  const names = new Set([...images.values()].map(({ name }) => name));
  // Files that disagree hold no one release; what was recorded of them is all there is.
  if (names.size < images.size) return desired;
  const { componentRef } = release;
  const read = makeRelease({ componentRef, images: [...images.values()] });
  const known = [desired, live].find(
    each => each?.releaseId === read.releaseId,
  );
  return known ?? read;
}

/** An image of the release as the target holds it. What is not written stands there already. */
function imageBefore(
  { name, tag, digest }: ReleaseImage,
  writes: readonly FieldWrite[],
): ReleaseImage | undefined {
  const of = (field: 'name' | 'newTag' | 'digest') =>
    writes.find(({ pointer }) => pointer === fieldPointer(name, field));
  if (of('name')) return undefined;
  const tagWrite = of('newTag');
  const digestWrite = of('digest');
  const tagBefore = tagWrite ? tagWrite.before : tag;
  const digestBefore = digestWrite ? digestWrite.before : digest;
  if (tagBefore === undefined && digestBefore === undefined) return undefined;
  return {
    name,
    ...(tagBefore !== undefined && { tag: tagBefore }),
    ...(digestBefore !== undefined && { digest: digestBefore }),
  };
}
