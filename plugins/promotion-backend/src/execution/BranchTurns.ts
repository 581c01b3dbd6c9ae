// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import type { NextAction } from 'backstage-plugin-promotion-common/lifecycle';

const writing: ReadonlySet<NextAction['kind']> = new Set<NextAction['kind']>([
  'prepare',
  'publish',
  'prepare-revert',
  'publish-revert',
]);

/**
 * Lets promotions of one process that write to the same branch take turns from preparing to publishing, so that they do
 * not race each other for its head until their rounds are used up. Between processes compare-and-swap decides.
 */
export class BranchTurns {
  readonly #last = new Map<string, Promise<void>>();

  /** Waits for the branch and keeps it until the answer is called. */
  async take(branch: string): Promise<() => void> {
    const before = this.#last.get(branch);
    let release = () => {};
    const mine = new Promise<void>(resolve => {
      release = resolve;
    });
    this.#last.set(branch, mine);
    await before;
    return () => {
      if (this.#last.get(branch) === mine) this.#last.delete(branch);
      release();
    };
  }
}

/** The branch that what comes next writes to; absent: it writes nothing. */
export function branchWritten(
  promotion: Promotion,
  next: NextAction['kind'],
): string | undefined {
  const [target] = promotion.terms.target.targets;
  if (!writing.has(next) || !target) return undefined;
  return `${target.manifest.repositoryUrl}#${target.manifest.branch}`;
}
