// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type {
  EntityRef,
  Promotion,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import { slotHoldingStates } from 'backstage-plugin-promotion-common/lifecycle';
import { claimRows, type Claim } from './sql/claimRows';
import { atMs, readPromotion, type PromotionRow } from './sql/rows';
import { NotCommitted, type TransitionCommit } from './TransitionCommit';

/** Whose turn it is: workers' claims on promotions, and the slots promotions hold. */
export interface ClaimsStore
  extends Pick<DatabaseClaimsStore, keyof DatabaseClaimsStore> {}

/** Keeps claims and slots in PostgreSQL or SQLite. */
export class DatabaseClaimsStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Claims due promotions, longest due first: each is this owner's until the lease ends. */
  async claimDue(claim: Claim): Promise<readonly Promotion[]> {
    const rows = await claimRows<PromotionRow & { readonly due_at: string }>(
      this.#knex,
      DUE_PROMOTIONS,
      claim,
    );
    return rows.map(readPromotion);
  }

  /**
   * Prolongs a claim before a call that takes time. False: it is no longer this owner's, or has run out; then nothing
   * may be done outside any more.
   */
  async renewLease(claim: {
    readonly promotionId: string;
    readonly owner: string;
    readonly now: Timestamp;
    readonly leaseUntil: Timestamp;
  }): Promise<boolean> {
    const renewed = await this.#knex<PromotionRow>('promotions')
      .where({ promotion_id: claim.promotionId, claimed_by: claim.owner })
      .andWhere('claimed_until', '>', atMs(claim.now))
      .update({ claimed_until: atMs(claim.leaseUntil) });
    return renewed === 1;
  }

  /**
   * Lets a claim go and says when to look again. Only the owner's claim; another's is left alone. Who was woken
   * meanwhile stays due; who has ended is never due.
   */
  async release(claim: {
    readonly promotionId: string;
    readonly owner: string;
    readonly nextAttemptAt: Timestamp;
  }): Promise<void> {
    await this.#knex('promotions')
      .where({ promotion_id: claim.promotionId, claimed_by: claim.owner })
      .update({
        claimed_by: null,
        claimed_until: null,
        due_at: this.#knex.raw(
          'CASE WHEN woken OR NOT is_open THEN due_at ELSE ? END',
          [atMs(claim.nextAttemptAt)],
        ),
      });
  }

  /** Makes open promotions due at once: of a component, or one. */
  async wake(
    which: { readonly componentRef?: EntityRef; readonly promotionId?: string },
    now: Timestamp,
  ): Promise<void> {
    if (!which.componentRef && !which.promotionId) return;
    await this.#knex('promotions')
      .where('is_open', true)
      .modify(query => {
        if (which.componentRef) {
          query.where('component_ref', which.componentRef);
        }
        if (which.promotionId) query.where('promotion_id', which.promotionId);
      })
      .update({ due_at: atMs(now), woken: true });
  }

  /** Which of these slots are held by others than this promotion, by key. */
  async slotsHeldByOthers(
    keys: readonly string[],
    promotionId: string,
  ): Promise<
    readonly { readonly key: string; readonly promotionId: string }[]
  > {
    return this.#knex('slots')
      .whereIn('slot_key', [...keys])
      .whereNot('promotion_id', promotionId)
      .orderBy('slot_key')
      .select({ key: 'slot_key', promotionId: 'promotion_id' });
  }

  /** Promotions that execute into an environment now, over all components. */
  async countExecuting(environment: string): Promise<number> {
    return countExecuting(this.#knex, { environment });
  }
}

/** What workers claim. */
export const DUE_PROMOTIONS = {
  table: 'promotions',
  key: 'promotion_id',
  set: 'woken = FALSE',
} as const;

/**
 * Takes slots in sorted order, so that two that want the same ones never wait for each other in a circle. A slot that
 * the promotion already holds stays its own. @throws NotCommitted naming those that others hold
 */
export async function acquireSlots(
  trx: Knex.Transaction,
  claim: {
    readonly keys: readonly string[];
    readonly promotionId: string;
    readonly now: Timestamp;
  },
): Promise<void> {
  const keys = [...new Set(claim.keys)].sort();
  if (keys.length === 0) return;
  const taken = await trx('slots')
    .insert(
      keys.map(key => ({
        slot_key: key,
        promotion_id: claim.promotionId,
        acquired_at: atMs(claim.now),
      })),
    )
    .onConflict('slot_key')
    .ignore()
    .returning('slot_key');
  if (taken.length === keys.length) return;
  const holders = await trx('slots')
    .whereIn('slot_key', keys)
    .select({ key: 'slot_key', promotionId: 'promotion_id' });
  const foreign = holders.filter(
    ({ promotionId }) => promotionId !== claim.promotionId,
  );
  // Counted from our side: a holder that lets go right now must not be mistaken for us.
  const mine = holders.filter(holder => !foreign.includes(holder));
  if (mine.length === keys.length) return;
  throw new NotCommitted({
    kind: 'slots-taken',
    keys: keys.filter(key => !mine.some(slot => slot.key === key)),
    byPromotionIds: [...new Set(foreign.map(slot => slot.promotionId))],
  });
}

/**
 * Holds an environment to its limit of concurrent promotions. Those who enter it take turns on its lane, so that each
 * counts the ones before it. @throws NotCommitted
 */
export async function limitConcurrency(
  trx: Knex.Transaction,
  { concurrency, promotion }: TransitionCommit,
): Promise<void> {
  if (!concurrency) return;
  await lockLane(trx, `environment:${concurrency.environment}`);
  const others = await countExecuting(trx, {
    environment: concurrency.environment,
    besides: promotion.promotionId,
  });
  if (others < concurrency.limit) return;
  throw new NotCommitted({ kind: 'slots-taken', keys: [], byPromotionIds: [] });
}

async function countExecuting(
  knex: Knex,
  scope: { readonly environment: string; readonly besides?: string },
): Promise<number> {
  const [row] = await knex('promotions')
    .where('to_environment', scope.environment)
    .whereIn('state', [...slotHoldingStates])
    .modify(query => {
      if (scope.besides) query.whereNot('promotion_id', scope.besides);
    })
    .count({ count: '*' });
  return Number(row?.count ?? 0);
}

/**
 * Takes a turn until the end of the transaction: whoever comes second waits here. On PostgreSQL the row is locked by
 * the upsert, and statements after it see what the first one committed; SQLite has one writer anyway.
 */
export async function lockLane(
  trx: Knex.Transaction,
  lane: string,
): Promise<void> {
  await trx('lanes').insert({ lane }).onConflict('lane').merge();
}
