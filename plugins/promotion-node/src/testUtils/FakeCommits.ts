// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { TerminalError } from '../errors';
import {
  readPromotionTrailers,
  type PromotionTrailers,
} from '../promotionTrailers';
import type { ReadableClock } from './FakeClock';

/** A commit of the fake repository; `files` is the whole tree. */
export interface FakeCommit {
  readonly sha: string;
  readonly parent?: string;
  readonly repositoryUrl: string;
  readonly message: string;
  readonly author: string;
  readonly committedAt: string;
  readonly files: Readonly<Record<string, string>>;
  readonly claimedBy?: PromotionTrailers;
}

/** The commits of a fake repository, on branches or not. Ids come from contents and the clock alone. */
export class FakeCommits {
  readonly #clock: ReadableClock;
  readonly #bySha = new Map<string, FakeCommit>();

  constructor(clock: ReadableClock) {
    this.#clock = clock;
  }

  add(
    commit: Pick<
      FakeCommit,
      'parent' | 'repositoryUrl' | 'message' | 'author' | 'files'
    >,
  ): FakeCommit {
    const committedAt = this.#clock.timestamp;
    const sha = createHash('sha1')
      .update(JSON.stringify({ ...commit, committedAt }))
      .digest('hex');
    const stored = {
      ...commit,
      claimedBy: readPromotionTrailers(commit.message),
      sha,
      committedAt,
    };
    this.#bySha.set(sha, stored);
    return stored;
  }

  /** @throws TerminalError when there is no such commit */
  get(sha: string): FakeCommit {
    const commit = this.#bySha.get(sha);
    if (!commit) {
      throw new TerminalError(
        `There is no commit ${sha} in the fake repository.`,
      );
    }
    return commit;
  }

  /** A commit and its ancestors, newest first. */
  ancestry(sha: string): FakeCommit[] {
    const found: FakeCommit[] = [];
    for (let next: string | undefined = sha; next; ) {
      const commit: FakeCommit = this.get(next);
      found.push(commit);
      next = commit.parent;
    }
    return found;
  }
}
