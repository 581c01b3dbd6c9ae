// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Which tags move under one set of rules, besides those that move everywhere. */
export interface MovingTags {
  /** Names of environments; also as a part of a tag. */
  readonly environments: readonly string[];
  /** Whole tags that the rules name under `release.mutableTags`. */
  readonly mutableTags: readonly string[];
}

/** Where no rules are at hand: only what moves everywhere. */
export const EVERYWHERE: MovingTags = { environments: [], mutableTags: [] };

/** Names of places that people use for environments, whatever the rules call them. */
const PLACES = new Set(
  'dev development int integration test testing qa uat stage staging preprod prod production live canary preview sandbox demo'.split(
    ' ',
  ),
);
/** Names of lines of work, and of what is newest on one. */
const LINES = new Set(
  'main master trunk develop head edge next nightly snapshot stable current release unstable'.split(
    ' ',
  ),
);
/** What stands before the name or number of a branch or a change: a number after it names a line of work, not a build. */
const BRANCHES = new Set(
  'feature feat bugfix fix hotfix chore branch pr mr pull merge refs heads'.split(
    ' ',
  ),
);

/** The moving tags of a rules document. */
export function movingTagsOf(rules: {
  readonly environments: Readonly<Record<string, unknown>>;
  readonly release: { readonly mutableTags: readonly string[] };
}): MovingTags {
  return {
    environments: Object.keys(rules.environments),
    mutableTags: rules.release.mutableTags,
  };
}

/**
 * Whether a tag names a place or a line of work and not a build, so that the same text may mean another image tomorrow:
 * `latest`, environments (also as a part: `prod-latest`, `eu-staging`), branches, and what the rules name. A part that
 * tells builds apart (a version, a commit, a build number) makes it a build's own: `main-3f2a1b9`, `staging-2.4.0`.
 * Compared without regard to case.
 */
export function isMovingTag(tag: string, tags: MovingTags): boolean {
  const text = tag.toLowerCase();
  if (tags.mutableTags.some(each => each.toLowerCase() === text)) return true;
  const dashed = `-${text.replace(/[^a-z0-9]+/g, '-')}-`;
  const rest = tags.environments.reduce(
    (left, name) => left.replaceAll(`-${name.toLowerCase()}-`, '-'),
    dashed,
  );
  const words = rest.split('-').filter(word => word !== '');
  if (words.includes('latest')) return true;
  const isBranch = words.some(word => BRANCHES.has(word));
  const isPlace = words.some(word => PLACES.has(word) || LINES.has(word));
  if (!isBranch && !isPlace && rest === dashed) return false;
  return !(
    /\d+\.\d+/.test(text) ||
    words.some(word => /^[0-9a-f]{7,64}$/.test(word) && /\d/.test(word)) ||
    (!isBranch && words.some(word => /^[a-z]?\d+$/.test(word)))
  );
}
