// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PreparedChange } from 'backstage-plugin-promotion-common';
import type { PublishResult } from 'backstage-plugin-promotion-node';
import {
  classifyGithubError,
  isLostRace,
  isUnexplained,
} from './classifyGithubError';
import type { GithubApi } from './GithubApi';
import { readHead } from './prepareChange';

/**
 * Moves the branch to a prepared commit, by compare-and-swap: GitHub takes it only while the branch is where the
 * commit's parent is. What became of a move that was refused or unanswered is found out by looking, never by repeating.
 */
export async function publishChange(
  api: GithubApi,
  change: PreparedChange,
): Promise<PublishResult> {
  const { branch, baseCommit, commit } = change;
  try {
    await api.moveRef(branch, { from: baseCommit, to: commit });
    return published(api, change);
  } catch (error) {
    const doing = `move branch ${branch} of ${api.name}`;
    const classified = classifyGithubError(error, doing);
    const found = await find(api, change);
    if (found === 'on-branch') return published(api, change);
    if (found === 'moved' || (found && isLostRace(error))) {
      return {
        kind: 'raced',
        message: `${branch} of ${api.name} moved while the commit was made.`,
      };
    }
    // In words nobody knows: tried again, a bounded number of times.
    throw isUnexplained(error) ? new Error(classified.message) : classified;
  }
}

function published(api: GithubApi, change: PreparedChange): PublishResult {
  const { commit, commitUrl } = change;
  return {
    kind: 'published',
    commit,
    commitUrl: commitUrl ?? api.commitUrl(commit),
  };
}

/** Where the branch is now. No answer means not known, and the first error stands. */
async function find(
  api: GithubApi,
  { branch, baseCommit, commit }: PreparedChange,
): Promise<'on-branch' | 'moved' | 'unmoved' | undefined> {
  try {
    const head = await readHead(api, branch);
    if (head === commit || (await api.isAncestor(commit, head)) === true) {
      return 'on-branch';
    }
    return head === baseCommit ? 'unmoved' : 'moved';
  } catch {
    return undefined;
  }
}
