// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, Release } from 'backstage-plugin-promotion-common';
import {
  movingTagsOf,
  sameImage,
  type MovingTags,
} from 'backstage-plugin-promotion-common/model';
import type { PromotionRules } from 'backstage-plugin-promotion-common/rules';

/**
 * A release with what its build record says of it: version, repository, commit, link. Without a build record the
 * commit is read from the tag, where the rules say how (`commitFromTag`, such as `{version}-{commit}`); else it stays
 * unknown. What a person asserts of a build is left aside.
 */
export function describeRelease(
  release: Release,
  evidence: readonly Evidence[],
  rules: Pick<PromotionRules, 'environments' | 'release'>,
): Release {
  const { commitFromTag } = rules.release;
  const tags = movingTagsOf(rules);
  const record = evidence.find(
    each => each.tier !== 'asserted' && coversRelease(each, release, tags),
  );
  if (record?.facts?.kind === 'build') {
    const { version, repository, commit } = record.facts;
    return {
      ...release,
      version,
      repository,
      commit,
      ...(record.url !== undefined && { buildUrl: record.url }),
    };
  }
  if (release.commit !== undefined || commitFromTag === undefined) {
    return release;
  }
  return { ...release, ...readTag(release, commitFromTag) };
}

/** Whether an observation is a build record that names every image of the release. */
export function coversRelease(
  { facts }: Evidence,
  release: Release,
  tags: MovingTags,
): boolean {
  return (
    facts?.kind === 'build' &&
    release.images.every(image =>
      facts.images.some(built => sameImage(built, image, tags)),
    )
  );
}

function readTag(
  release: Release,
  template: string,
): Pick<Release, 'commit'> & Partial<Pick<Release, 'version'>> {
  const source = template
    .split(/(\{version\}|\{commit\})/)
    .map(piece => {
      if (piece === '{version}') return '(?<version>.+?)';
      if (piece === '{commit}') return '(?<commit>[0-9a-f]{7,64})';
      return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  const tag = release.images[0]?.tag ?? '';
  const { version, commit } = new RegExp(`^${source}$`).exec(tag)?.groups ?? {};
  return {
    ...(commit !== undefined && { commit }),
    ...(version !== undefined && { version }),
  };
}
