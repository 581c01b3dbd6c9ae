// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Approval,
  BarredRelease,
  Effect,
  EntityRef,
  Hold,
  Override,
  Promotion,
  PromotionState,
  Timestamp,
  TransitionRecord,
} from 'backstage-plugin-promotion-common';

/** A record as stored: chained over its canonical text. */
export interface StoredRecord extends TransitionRecord {
  readonly canonical: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** What is written together. `lease` fences a worker's commit: another owner, or none, makes it a lost race. */
export interface TransitionCommit {
  readonly promotion: Promotion;
  readonly record: TransitionRecord;
  readonly effects: readonly Effect[];
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
  /** When the worker looks next; absent: at once. */
  readonly nextAttemptAt?: Timestamp;
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

/** What the worker did in one attempt of one step, for people who look into it. */
export interface StepRun {
  readonly promotionId: string;
  readonly step: string;
  readonly attempt: number;
  readonly startedAt: Timestamp;
  /** The latest look. */
  readonly lookedAt: Timestamp;
  /** How often this attempt was taken up. */
  readonly looks: number;
  readonly outcome: string;
  readonly message?: string;
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

/** A message waiting to go out. */
export interface OutboxMessage {
  readonly messageId: string;
  readonly promotionId: string;
  readonly kind: 'notify' | 'signal';
  readonly payload: string;
  readonly attempts: number;
}

/** What `listPromotions` filters by. All given ones must hold. */
export interface PromotionFilter {
  readonly state?: PromotionState;
  readonly componentRef?: EntityRef;
  readonly environment?: string;
  readonly requestedBy?: string;
  readonly since?: Timestamp;
  readonly until?: Timestamp;
  readonly open?: boolean;
}

/**
 * Keeps promotions. One contract suite runs on SQLite and PostgreSQL. Nothing here decides: it writes what the core
 * decided, in one transaction each, fenced by `version` and lease. Inside a transaction no port is called.
 */
export interface PromotionStore {
  /** A second open promotion of one release into one environment is a lost race. */
  create(creation: PromotionCreation): Promise<CommitResult>;
  commit(commit: TransitionCommit): Promise<CommitResult>;
  get(promotionId: string): Promise<Promotion | undefined>;
  list(
    filter: PromotionFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{
    readonly items: readonly Promotion[];
    readonly nextCursor?: string;
  }>;
  records(promotionId: string): Promise<readonly StoredRecord[]>;
  approvals(promotionIds: readonly string[]): Promise<readonly Approval[]>;
  overrides(promotionIds: readonly string[]): Promise<readonly Override[]>;
  /** Records a review of an override; a second one changes nothing and answers false. */
  reviewOverride(review: {
    readonly overrideId: string;
    readonly reviewedBy: EntityRef;
    readonly reviewedAt: Timestamp;
    readonly comment: string;
  }): Promise<boolean>;
  /** Holds that stand now or will: not lifted, not over. */
  holds(now: Timestamp): Promise<readonly Hold[]>;
  setHold(hold: Hold): Promise<void>;
  /** False: no such hold stands. */
  liftHold(lift: {
    readonly holdId: string;
    readonly at: Timestamp;
  }): Promise<boolean>;
  /** Every bar of the component, newest first; lifted ones say when, by whom and why. */
  barred(componentRef: EntityRef): Promise<readonly BarredRelease[]>;
  liftBar(lift: {
    readonly componentRef: EntityRef;
    readonly environment: string;
    readonly releaseId: string;
    readonly at: Timestamp;
    readonly by: EntityRef;
    readonly reason: string;
  }): Promise<boolean>;
  /** Which of these slots are held by others than this promotion. */
  slotsHeldByOthers(
    keys: readonly string[],
    promotionId: string,
  ): Promise<readonly { readonly key: string; readonly promotionId: string }[]>;
  /** Promotions that execute into an environment now, over all components. */
  countExecuting(environment: string): Promise<number>;

  /** Claims due promotions in one statement: each is this owner's until the lease ends. */
  claimDue(claim: {
    readonly owner: string;
    readonly now: Timestamp;
    readonly leaseUntil: Timestamp;
    readonly limit: number;
  }): Promise<readonly Promotion[]>;
  /**
   * Prolongs a claim before a call that takes time. False: it is no longer this owner's, or has run out; then nothing
   * may be done outside any more.
   */
  renewLease(claim: {
    readonly promotionId: string;
    readonly owner: string;
    readonly now: Timestamp;
    readonly leaseUntil: Timestamp;
  }): Promise<boolean>;
  /**
   * Lets a claim go and says when to look again. Only the owner's claim; another's is left alone. Who was woken
   * meanwhile stays due.
   */
  release(claim: {
    readonly promotionId: string;
    readonly owner: string;
    readonly nextAttemptAt: Timestamp;
  }): Promise<void>;
  /** Makes open promotions due at once: of a component, or one. */
  wake(
    which: { readonly componentRef?: EntityRef; readonly promotionId?: string },
    now: Timestamp,
  ): Promise<void>;

  /** Records a look of the worker; a repeated one of the same step and attempt counts up. */
  recordStepRun(run: Omit<StepRun, 'looks'>): Promise<void>;
  /** In the order they began. */
  stepRuns(promotionId: string): Promise<readonly StepRun[]>;

  /** Claims messages of the outbox like promotions; unsent ones come again. */
  claimOutbox(claim: {
    readonly owner: string;
    readonly now: Timestamp;
    readonly leaseUntil: Timestamp;
    readonly limit: number;
  }): Promise<readonly OutboxMessage[]>;
  /** Sent, or given up (not sent, no `retryAt`): it is gone. */
  settleOutbox(
    messageId: string,
    outcome: { readonly sent: boolean; readonly retryAt?: Timestamp },
  ): Promise<void>;

  /**
   * The first answer to a key, for 24 hours. `conflict`: the same key came with another request.
   * `claimed`: this caller is first and must finish with `rememberAnswer`.
   */
  claimIdempotencyKey(key: {
    readonly scope: string;
    readonly key: string;
    readonly requestHash: string;
    readonly now: Timestamp;
  }): Promise<
    | { readonly kind: 'claimed' }
    | { readonly kind: 'answered'; readonly answer: string }
    | { readonly kind: 'conflict' }
    | { readonly kind: 'in-flight' }
  >;
  rememberAnswer(key: {
    readonly scope: string;
    readonly key: string;
    readonly answer: string;
  }): Promise<void>;
  forgetIdempotencyKey(key: {
    readonly scope: string;
    readonly key: string;
  }): Promise<void>;
}
