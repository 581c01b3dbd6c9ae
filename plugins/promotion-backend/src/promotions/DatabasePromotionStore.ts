// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Promotion } from 'backstage-plugin-promotion-common';
import type {
  CommitResult,
  PromotionCreation,
  PromotionStore,
  TransitionCommit,
} from './PromotionStore';
import { slotsHeldByOthers } from './sql/acquireSlots';
import { selectRecords } from './sql/appendRecord';
import { claimDue } from './sql/claimDue';
import { createPromotionRow } from './sql/createPromotionRow';
import { claimIdempotencyKey } from './sql/idempotencyKeys';
import { releaseClaim, renewLease, wakePromotions } from './sql/leases';
import { countExecuting } from './sql/limitConcurrency';
import { listPromotions } from './sql/listPromotions';
import { NotCommitted } from './sql/NotCommitted';
import { claimOutbox, settleOutbox } from './sql/outbox';
import {
  selectApprovals,
  selectOverrides,
  updateReview,
} from './sql/peoplesDecisions';
import {
  liftBar,
  liftHold,
  selectBarred,
  selectHolds,
  setHold,
} from './sql/restraints';
import { readPromotion, type PromotionRow } from './sql/rows';
import { selectStepRuns, upsertStepRun } from './sql/stepRuns';
import { writeTransition } from './sql/writeTransition';

type Parameter<K extends keyof PromotionStore> = Parameters<
  PromotionStore[K]
>[0];

/** Keeps promotions in PostgreSQL or SQLite; the statements are in `sql/`, their lock order in `sql/README.md`. */
export class DatabasePromotionStore implements PromotionStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async create(creation: PromotionCreation): Promise<CommitResult> {
    return this.#inTransaction(trx => createPromotionRow(trx, creation));
  }

  async commit(commit: TransitionCommit): Promise<CommitResult> {
    return this.#inTransaction(trx => writeTransition(trx, commit));
  }

  async get(promotionId: string): Promise<Promotion | undefined> {
    const row = await this.#knex<PromotionRow>('promotions')
      .where('promotion_id', promotionId)
      .first('document');
    return row && readPromotion(row);
  }

  async list(...[filter, page]: Parameters<PromotionStore['list']>) {
    return listPromotions(this.#knex, filter, page);
  }

  async records(promotionId: string) {
    return selectRecords(this.#knex, promotionId);
  }

  async approvals(promotionIds: readonly string[]) {
    return selectApprovals(this.#knex, promotionIds);
  }

  async overrides(promotionIds: readonly string[]) {
    return selectOverrides(this.#knex, promotionIds);
  }

  async reviewOverride(review: Parameter<'reviewOverride'>) {
    return updateReview(this.#knex, review);
  }

  async holds(now: string) {
    return selectHolds(this.#knex, now);
  }

  async setHold(hold: Parameter<'setHold'>) {
    return setHold(this.#knex, hold);
  }

  async liftHold(lift: Parameter<'liftHold'>) {
    return liftHold(this.#knex, lift);
  }

  async barred(componentRef: string) {
    return selectBarred(this.#knex, componentRef);
  }

  async liftBar(lift: Parameter<'liftBar'>) {
    return liftBar(this.#knex, lift);
  }

  async slotsHeldByOthers(keys: readonly string[], promotionId: string) {
    return slotsHeldByOthers(this.#knex, keys, promotionId);
  }

  async countExecuting(environment: string) {
    return countExecuting(this.#knex, { environment });
  }

  async claimDue(claim: Parameter<'claimDue'>) {
    return claimDue(this.#knex, claim);
  }

  async renewLease(claim: Parameter<'renewLease'>) {
    return renewLease(this.#knex, claim);
  }

  async release(claim: Parameter<'release'>) {
    return releaseClaim(this.#knex, claim);
  }

  async wake(which: Parameter<'wake'>, now: string) {
    return wakePromotions(this.#knex, which, now);
  }

  async recordStepRun(run: Parameter<'recordStepRun'>) {
    return upsertStepRun(this.#knex, run);
  }

  async stepRuns(promotionId: string) {
    return selectStepRuns(this.#knex, promotionId);
  }

  async claimOutbox(claim: Parameter<'claimOutbox'>) {
    return claimOutbox(this.#knex, claim);
  }

  async settleOutbox(...args: Parameters<PromotionStore['settleOutbox']>) {
    return settleOutbox(this.#knex, ...args);
  }

  async claimIdempotencyKey(key: Parameter<'claimIdempotencyKey'>) {
    return claimIdempotencyKey(this.#knex, key);
  }

  async rememberAnswer(key: Parameter<'rememberAnswer'>) {
    await this.#knex('idempotency_keys')
      .where({ scope: key.scope, key: key.key })
      .update({ answer: key.answer });
  }

  async forgetIdempotencyKey(key: Parameter<'forgetIdempotencyKey'>) {
    await this.#knex('idempotency_keys')
      .where({ scope: key.scope, key: key.key })
      .del();
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
