// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PreparedChange } from 'backstage-plugin-promotion-common';
import {
  SourceUnreachableError,
  type PublishResult,
} from 'backstage-plugin-promotion-node';
import { classifyGithubError, isNotFastForward } from './classifyGithubError';
import type { GithubApi } from './GithubApi';
import { readHead } from './prepareChange';

/**
 * Moves the branch to a prepared commit, by compare-and-swap: GitHub takes it only while the branch is where the
 * commit's parent is. Whether a refused or unanswered move took effect is found out by looking, never by repeating.
 */
export async function publishChange(
  api: GithubApi,
  change: PreparedChange,
): Promise<PublishResult> {
  const published: PublishResult = {
    kind: 'published',
    commit: change.commit,
    commitUrl: change.commitUrl ?? api.commitUrl(change.commit),
  };
  try {
    await api.moveRef(change.branch, change.commit);
    return published;
  } catch (error) {
    if (isNotFastForward(error)) {
      return (await isOnBranch(api, change))
        ? published
        : {
            kind: 'raced',
            message: `${change.branch} of ${api.name} moved while the commit was made.`,
          };
    }
    const classified = classifyGithubError(
      error,
      `move branch ${change.branch} of ${api.name}`,
    );
    if (
      classified instanceof SourceUnreachableError &&
      (await wasTaken(api, change))
    ) {
      return published;
    }
    throw classified;
  }
}

async function isOnBranch(
  api: GithubApi,
  { branch, commit }: PreparedChange,
): Promise<boolean> {
  const head = await readHead(api, branch);
  return head === commit || (await api.isAncestor(commit, head)) === true;
}

/** Whether a move without a reply took effect. No second answer means not known, and the first error stands. */
async function wasTaken(
  api: GithubApi,
  change: PreparedChange,
): Promise<boolean> {
  try {
    return await isOnBranch(api, change);
  } catch {
    return false;
  }
}
