// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** How a pull request gets onto its base. */
export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** A pull request as the sandbox keeps it. */
export interface PullRequest {
  readonly repository: string;
  readonly number: number;
  title: string;
  body: string | null;
  readonly headBranch: string;
  baseBranch: string;
  draft: boolean;
  state: 'open' | 'closed';
  readonly author: string;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  mergedAt: string | null;
  mergedBy: string | null;
  /** Before the merge the commit of the *test* merge, after it what really is on the base. */
  mergeCommitSha: string | null;
  /** Head when it was closed; branches may be gone by then. */
  closedHeadSha: string | null;
  labels: string[];
  comments: { id: number; body: string; author: string; createdAt: string }[];
  /** GitHub answers `mergeable: null` to the first question about a pair of commits and computes meanwhile. */
  mergeabilityAskedFor: string | null;
}

/** The pull requests of a sandbox. In memory: a restart forgets them, the branches stay. */
export class PullRequests {
  /** What the repositories' settings allow; all by default. */
  allowedMergeMethods: readonly MergeMethod[] = ['merge', 'squash', 'rebase'];
  #all: PullRequest[] = [];
  #nextComment = 1;

  open(pull: {
    readonly repository: string;
    readonly title: string;
    readonly body: string | null;
    readonly headBranch: string;
    readonly baseBranch: string;
    readonly draft: boolean;
    readonly author: string;
    readonly at: string;
  }): PullRequest {
    const { at, ...rest } = pull;
    const numbers = this.of(pull.repository).map(one => one.number);
    const opened: PullRequest = {
      ...rest,
      number: Math.max(0, ...numbers) + 1,
      state: 'open',
      createdAt: at,
      updatedAt: at,
      closedAt: null,
      mergedAt: null,
      mergedBy: null,
      mergeCommitSha: null,
      closedHeadSha: null,
      labels: [],
      comments: [],
      mergeabilityAskedFor: null,
    };
    this.#all.push(opened);
    return opened;
  }

  of(repository: string): PullRequest[] {
    return this.#all.filter(one => one.repository === repository);
  }

  find(repository: string, number: number): PullRequest | undefined {
    return this.of(repository).find(one => one.number === number);
  }

  comment(
    pull: PullRequest,
    comment: { body: string; author: string; at: string },
  ) {
    const added = {
      id: this.#nextComment++,
      body: comment.body,
      author: comment.author,
      createdAt: comment.at,
    };
    pull.comments.push(added);
    return added;
  }

  clear(): void {
    this.allowedMergeMethods = ['merge', 'squash', 'rebase'];
    this.#all = [];
  }
}
