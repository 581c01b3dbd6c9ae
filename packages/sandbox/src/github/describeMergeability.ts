// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository } from '../git/GitRepository';
import { GithubContext } from './GithubContext';
import { GithubIdentity } from './GithubTokens';
import { GithubHttpError } from './GithubHttpError';
import { PullTips, writeMerge } from './mergePullRequest';
import { PullRequest } from './PullRequests';

/** What GitHub thinks of merging a pull request now. */
export interface Mergeability {
  readonly mergeable: boolean | null;
  readonly state:
    | 'unknown'
    | 'clean'
    | 'dirty'
    | 'blocked'
    | 'unstable'
    | 'draft';
  /** Why a merge is refused; absent: it is not. */
  readonly refusal?: string;
}

/** Required checks that have not passed on the head. */
export function missingChecks(
  context: GithubContext,
  pull: PullRequest,
  head: string,
): string[] {
  const passed = context.checks.passed(pull.repository, head);
  return context.rules
    .of(pull.repository, pull.baseBranch)
    .flatMap(rule =>
      rule.type === 'required_status_checks' ? rule.contexts : [],
    )
    .filter(name => !passed.includes(name));
}

/** Answers `null` to the first question about a pair of commits: GitHub begins to compute when asked. */
export async function describeMergeability(
  context: GithubContext,
  repository: GitRepository,
  options: {
    readonly pull: PullRequest;
    readonly tips: PullTips;
    readonly caller: GithubIdentity;
  },
): Promise<Mergeability> {
  const { pull, tips, caller } = options;
  const question = `${tips.base}:${tips.head}`;
  if (pull.mergeabilityAskedFor !== question) {
    pull.mergeabilityAskedFor = question;
    pull.mergeCommitSha = null;
    return { mergeable: null, state: 'unknown' };
  }
  try {
    pull.mergeCommitSha ??= await writeMerge(
      context,
      { repository, pull, method: 'merge', by: caller },
      tips,
    );
  } catch (error) {
    if (error instanceof GithubHttpError) {
      return { mergeable: false, state: 'dirty' };
    }
    throw error;
  }
  if (pull.draft) {
    return { mergeable: true, state: 'draft' };
  }
  if (missingChecks(context, pull, tips.head).length > 0) {
    return { mergeable: true, state: 'blocked' };
  }
  const statuses = context.checks.statuses(pull.repository, tips.head);
  const unstable = statuses.some(one => one.state !== 'success');
  return { mergeable: true, state: unstable ? 'unstable' : 'clean' };
}
