// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Approval,
  EntityRef,
  Override,
  Promotion,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import type {
  Effect,
  TransitionRecord,
} from 'backstage-plugin-promotion-common/lifecycle';

/** What is written together. `lease` fences a worker's commit: another owner, or none, makes it a lost race. */
export interface TransitionCommit {
  readonly promotion: Promotion;
  readonly record: TransitionRecord;
  readonly effects: readonly Effect[];
  /** The moment of the commit; the worker looks at once, and never again once the promotion has ended. */
  readonly now: Timestamp;
  readonly lease?: { readonly owner: string };
  readonly approval?: Approval;
  readonly override?: Override;
  /** This person takes their decisions on the promotion back. */
  readonly withdrawal?: { readonly userRef: EntityRef };
  /** At most so many promotions may hold slots in an environment after this commit; checked in the transaction. */
  readonly concurrency?: {
    readonly environment: string;
    readonly limit: number;
  };
}

/**
 * A new promotion with its first record. `seenOpenIds` are the open promotions of the component into the environment
 * that the decision took into account: when others are there by now, it is a lost race.
 */
export interface PromotionCreation extends TransitionCommit {
  readonly approvals?: readonly Approval[];
  readonly overrides?: readonly Override[];
  readonly supersede?: readonly TransitionCommit[];
  readonly seenOpenIds?: readonly string[];
}

/**
 * - `committed`: row, record, effects and outbox are in.
 * - `lost-race`: somebody else acted first (version), or the lease is not ours any more. Nothing was written.
 * - `slots-taken`: not this promotion's turn; `keys` are held by `byPromotionIds`, or the environment's limit of
 *   concurrent promotions is reached (`keys` empty). Nothing was written.
 */
export type CommitResult =
  | { readonly kind: 'committed' }
  | { readonly kind: 'lost-race' }
  | {
      readonly kind: 'slots-taken';
      readonly keys: readonly string[];
      readonly byPromotionIds: readonly string[];
    };

/** Thrown inside a transaction to undo it; carries what its caller is told. Never leaves the store. */
export class NotCommitted extends Error {
  constructor(
    readonly result: Exclude<CommitResult, { readonly kind: 'committed' }>,
  ) {
    super(`not committed: ${result.kind}`);
  }
}
