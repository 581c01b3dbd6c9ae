// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type {
  EntityRef,
  Promotion,
  PromotionState,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import { lockLane } from './DatabaseClaimsStore';
import { insertApproval, insertOverride } from './DatabaseDecisionsStore';
import {
  chainRecord,
  GENESIS_HASH,
  verifyChain,
  type ChainHead,
  type ChainVerdict,
  type StoredRecord,
} from './recordChain';
import { RecordHeads, selectChain } from './sql/appendRecord';
import { listPromotions } from './sql/listPromotions';
import {
  atMs,
  isOpen,
  promotionColumns,
  readPromotion,
  type PromotionRow,
} from './sql/rows';
import { writeBelongings, writeTransition } from './sql/writeTransition';
import {
  NotCommitted,
  type CommitResult,
  type PromotionCreation,
  type TransitionCommit,
} from './TransitionCommit';

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

/** What `list` filters by. All given ones must hold. */
export interface PromotionFilter {
  readonly state?: PromotionState;
  readonly componentRef?: EntityRef;
  readonly environment?: string;
  readonly requestedBy?: string;
  readonly since?: Timestamp;
  readonly until?: Timestamp;
  readonly open?: boolean;
}

interface StepRunRow {
  promotion_id: string;
  step: string;
  attempt: number;
  started_at: string;
  looked_at: string;
  looks: number;
  outcome: string;
  message: string | null;
}

/** Promotions, their records, and what the worker did for them. */
export interface PromotionsStore
  extends Pick<DatabasePromotionsStore, keyof DatabasePromotionsStore> {}

/**
 * Keeps promotions in PostgreSQL or SQLite. Each transition is one transaction, fenced by `version` and lease, with
 * everything that belongs to it.
 */
export class DatabasePromotionsStore {
  readonly #knex: Knex;
  readonly #heads = new RecordHeads();

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Writes a new promotion. A second open promotion of one release into one environment is a lost race. */
  async create(creation: PromotionCreation): Promise<CommitResult> {
    return this.#inTransaction(trx =>
      insertPromotion(trx, creation, this.#heads),
    );
  }

  /** Writes what a transition made of a promotion. */
  async commit(commit: TransitionCommit): Promise<CommitResult> {
    return this.#inTransaction(trx =>
      writeTransition(trx, commit, this.#heads),
    );
  }

  /** A promotion as it is now. Absent: there is none. */
  async get(promotionId: string): Promise<Promotion | undefined> {
    const row = await this.#knex<PromotionRow>('promotions')
      .where('promotion_id', promotionId)
      .first('document');
    return row && readPromotion(row);
  }

  /** Promotions newest first. The cursor names the last one seen, so that new ones shift no page. */
  async list(
    filter: PromotionFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<{
    readonly items: readonly Promotion[];
    readonly nextCursor?: string;
  }> {
    return listPromotions(this.#knex, filter, page);
  }

  /** The records of a promotion, oldest first, as their text says. */
  async records(promotionId: string): Promise<readonly StoredRecord[]> {
    const { records } = await selectChain(this.#knex, promotionId);
    return records;
  }

  /** The records of a promotion, and whether they are all there and as they were written. */
  async chain(promotionId: string): Promise<{
    readonly records: readonly StoredRecord[];
    readonly verdict: ChainVerdict;
  }> {
    const { records, head } = await selectChain(this.#knex, promotionId);
    return { records, verdict: verifyChain(records, head) };
  }

  /**
   * Where the chain of a promotion's records ends now, to be kept outside the database: whoever trims or rewrites the
   * chain, row and all, no longer ends it there. Absent: there is no such promotion.
   */
  async head(promotionId: string): Promise<ChainHead | undefined> {
    return this.#knex<PromotionRow>('promotions')
      .where('promotion_id', promotionId)
      .first({ length: 'version', hash: 'head' });
  }

  /** Records a look of the worker; a repeated one of the same step and attempt counts up and keeps when it began. */
  async recordStepRun(run: Omit<StepRun, 'looks'>): Promise<void> {
    const latest = {
      looked_at: atMs(run.lookedAt),
      outcome: run.outcome,
      message: run.message ?? null,
    };
    await this.#knex<StepRunRow>('step_runs')
      .insert({
        promotion_id: run.promotionId,
        step: run.step,
        attempt: run.attempt,
        started_at: atMs(run.startedAt),
        looks: 1,
        ...latest,
      })
      .onConflict(['promotion_id', 'step', 'attempt'])
      .merge({ ...latest, looks: this.#knex.raw('step_runs.looks + 1') });
  }

  /** What the worker did for a promotion, in the order it began. */
  async stepRuns(promotionId: string): Promise<readonly StepRun[]> {
    const rows = await this.#knex<StepRunRow>('step_runs')
      .where('promotion_id', promotionId)
      .orderBy(['started_at', 'step', 'attempt']);
    return rows.map(row => ({
      promotionId: row.promotion_id,
      step: row.step,
      attempt: row.attempt,
      startedAt: row.started_at,
      lookedAt: row.looked_at,
      looks: row.looks,
      outcome: row.outcome,
      ...(row.message !== null && { message: row.message }),
    }));
  }

  async #inTransaction(
    write: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<CommitResult> {
    try {
      await this.#knex.transaction(write);
      return { kind: 'committed' };
    } catch (error) {
      if (error instanceof NotCommitted) return error.result;
      if (isDatabaseConflictError(error)) return { kind: 'lost-race' };
      throw error;
    }
  }
}

/**
 * Writes a new promotion with everything that comes with its request. Requests for one component and environment take
 * turns on their lane, so that what one decided on is still so when it is written. @throws NotCommitted
 */
async function insertPromotion(
  trx: Knex.Transaction,
  creation: PromotionCreation,
  heads: RecordHeads,
): Promise<void> {
  const { promotion } = creation;
  await lockLane(trx, `promotion:${promotion.componentRef}/${promotion.to}`);
  await refuseUnseen(trx, creation);
  for (const superseded of creation.supersede ?? []) {
    await writeTransition(trx, superseded, heads);
  }
  const record = chainRecord(creation.record, GENESIS_HASH);
  await trx<PromotionRow>('promotions').insert({
    ...promotionColumns(promotion),
    head: record.hash,
    due_at: isOpen(promotion) ? atMs(creation.now) : null,
    woken: false,
    claimed_by: null,
    claimed_until: null,
  });
  for (const approval of creation.approvals ?? []) {
    await insertApproval(trx, approval);
  }
  for (const override of creation.overrides ?? []) {
    await insertOverride(trx, override);
  }
  await writeBelongings(trx, creation, record, heads);
}

async function refuseUnseen(
  trx: Knex.Transaction,
  { promotion, seenOpenIds }: PromotionCreation,
): Promise<void> {
  if (!seenOpenIds) return;
  const unseen = await trx<PromotionRow>('promotions')
    .where({
      component_ref: promotion.componentRef,
      to_environment: promotion.to,
      is_open: true,
    })
    .whereNotIn('promotion_id', [...seenOpenIds])
    .first('promotion_id');
  if (unseen) throw new NotCommitted({ kind: 'lost-race' });
}
