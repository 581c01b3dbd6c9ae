// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isMovingTag, type MovingTags } from './movingTag';
import type { ReleaseImage } from './Release';

/**
 * Whether two descriptions are of one image, for evidence, plans and what runs alike. Where both know the digest it
 * alone decides; else the names must be one (the manifest's or the real one, `nginx` being `docker.io/library/nginx`)
 * and the tag the same and of a build. A tag that moves identifies nothing.
 */
export function sameImage(
  a: ReleaseImage,
  b: ReleaseImage,
  tags: MovingTags,
): boolean {
  if (a.digest !== undefined && b.digest !== undefined) {
    return a.digest === b.digest;
  }
  return (
    a.tag !== undefined &&
    a.tag === b.tag &&
    sameImageName(a, b) &&
    !isMovingTag(a.tag, tags)
  );
}

/**
 * Whether what runs is what was written: by digest where one was written, else by the tag as it stands, though it may
 * move. Says what a place runs now, not what the image is.
 */
export function runsImage(
  running: ReleaseImage,
  written: ReleaseImage,
): boolean {
  if (written.digest !== undefined) return running.digest === written.digest;
  return running.tag === written.tag && sameImageName(running, written);
}

/** Whether two images go by one name, whatever their tags and digests. */
export function sameImageName(
  a: Pick<ReleaseImage, 'name' | 'realName'>,
  b: Pick<ReleaseImage, 'name' | 'realName'>,
): boolean {
  const names = namesOf(b);
  return namesOf(a).some(name => names.includes(name));
}

function namesOf({
  name,
  realName,
}: Pick<ReleaseImage, 'name' | 'realName'>): readonly string[] {
  return realName === undefined
    ? [normalized(name)]
    : [normalized(name), normalized(realName)];
}

/** As container runtimes read a name: without a host it is on Docker Hub, and there without an owner in `library`. */
function normalized(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const host = isHost ? first.toLowerCase() : 'docker.io';
  const path = isHost ? rest : [first, ...rest];
  if (!/^(index\.|registry-1\.)?docker\.io$/.test(host)) {
    return `${host}/${path.join('/')}`;
  }
  return `docker.io/${path.length === 1 ? 'library/' : ''}${path.join('/')}`;
}
