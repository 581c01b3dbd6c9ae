// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceSubject } from '../model/Evidence';
import type { Release, ReleaseImage } from '../model/Release';
import { isMutableTag } from '../model/releaseId';

/**
 * Whether evidence is about a release: it names its id, one of its images, or its commit, and contradicts none of
 * them. An unknown commit never matches.
 */
export function isAboutRelease(
  subject: EvidenceSubject,
  release: Release,
): boolean {
  if (subject.type !== 'release') return false;
  if (subject.componentRef !== release.componentRef) return false;
  const answers = [
    subject.releaseId && subject.releaseId === release.releaseId,
    subject.image && imageOf(subject.image, release) !== undefined,
    subject.commit &&
      (release.commit === undefined
        ? undefined
        : subject.commit === release.commit),
  ].filter(answer => typeof answer === 'boolean');
  return answers.length > 0 && answers.every(Boolean);
}

/**
 * The image of a release that evidence names: by digest where both know it, else by name and tag. Where the digest is known
 * a tag like `latest` says nothing: it may have been another image when the evidence was made.
 */
export function imageOf(
  image: ReleaseImage,
  release: Release,
): ReleaseImage | undefined {
  return release.images.find(own => {
    if (image.digest !== undefined && own.digest !== undefined) {
      return image.digest === own.digest;
    }
    return (
      image.name === own.name &&
      image.tag !== undefined &&
      image.tag === own.tag &&
      !(own.digest !== undefined && isMutableTag(image.tag, []))
    );
  });
}

/** What evidence is about, for sentences. */
export function subjectInWords({ subject }: Evidence): string {
  if (subject.type === 'environment') return subject.environment;
  const { image, commit, releaseId } = subject;
  if (image) {
    const tag = image.tag === undefined ? '' : `:${image.tag}`;
    const digest =
      image.digest === undefined ? '' : `@${image.digest.slice(0, 19)}`;
    return `image ${image.name}${tag || digest}`;
  }
  if (commit !== undefined) return `commit ${commit.slice(0, 12)}`;
  return releaseId === undefined
    ? 'no release'
    : `another release (${releaseId.slice(0, 19)})`;
}
