// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitRepository } from '../git/GitRepository';
import { GithubContext } from './GithubContext';
import { GithubHttpError } from './GithubHttpError';

/** One attempt to move a ref. */
export interface RefMove {
  readonly repository: GitRepository;
  /** Full name, `refs/heads/main`. */
  readonly ref: string;
  readonly to: string;
  /** Where the ref must be; absent: anywhere that `to` goes on from. */
  readonly from?: string;
  readonly force: boolean;
  /** Status with which this door reports a violated rule. */
  readonly ruleStatus: 409 | 422;
}

/**
 * Moves an existing ref as GitHub does: rules first, then the fast-forward test, then
 * compare-and-swap. A push that lands in between makes the move a non-fast-forward.
 */
export async function moveBranch(
  context: GithubContext,
  move: RefMove,
): Promise<void> {
  const { repository, ref, to, from, force } = move;
  const branch = ref.replace(/^refs\/heads\//, '');
  const existing = await repository.ref(ref);
  if (!existing) {
    throw new GithubHttpError(422, 'Reference does not exist');
  }
  if (!(await repository.commit(to))) {
    throw new GithubHttpError(422, 'Object does not exist');
  }
  if (ref.startsWith('refs/heads/')) {
    context.rules.check({
      repository: repository.fullName,
      branch,
      signed: context.signed.has(to),
      passedContexts: context.checks.passed(repository.fullName, to),
      status: move.ruleStatus,
    });
  }
  await context.faults.disturb(repository.fullName, branch);
  const current = await repository.ref(ref);
  if (!current) {
    throw new GithubHttpError(422, 'Reference does not exist');
  }
  if (from !== undefined && from !== current) {
    throw new GithubHttpError(
      422,
      `Reference update failed: ${ref} is at ${current} but expected ${from}`,
    );
  }
  if (!force && !(await repository.isAncestor(current, to))) {
    throw new GithubHttpError(422, 'Update is not a fast forward');
  }
  if (!(await repository.moveRef(ref, to, current))) {
    throw new GithubHttpError(422, 'Update is not a fast forward');
  }
  context.faults.moved(repository.fullName, ref, current);
}
