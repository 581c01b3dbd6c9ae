// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import {
  slotHoldingStates,
  type EntityRef,
  type Promotion,
  type Timestamp,
} from 'backstage-plugin-promotion-common';
import { atMs, isPostgres, readPromotion, type PromotionRow } from './sql/rows';
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

  /**
   * Claims due promotions, longest due first: each is this owner's until the lease ends. On PostgreSQL one statement that
   * steps over rows others are claiming; on SQLite, which has one writer at a time, a plain transaction.
   */
  async claimDue(claim: {
    readonly owner: string;
    readonly now: Timestamp;
    readonly leaseUntil: Timestamp;
    readonly limit: number;
  }): Promise<readonly Promotion[]> {
    const times = {
      now: atMs(claim.now),
      leaseUntil: atMs(claim.leaseUntil),
    };
    const rows = isPostgres(this.#knex)
      ? await claimSkippingLocked(this.#knex, { ...claim, ...times })
      : await this.#knex.transaction(trx =>
          claimAlone(trx, { ...claim, ...times }),
        );
    return [...rows].sort(longestDueFirst).map(readPromotion);
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
      .where({ promotion_id: claim.promotionId, lease_owner: claim.owner })
      .andWhere('lease_until', '>', atMs(claim.now))
      .update({ lease_until: atMs(claim.leaseUntil) });
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
      .where({ promotion_id: claim.promotionId, lease_owner: claim.owner })
      .update({
        lease_owner: null,
        lease_until: null,
        next_attempt_at: this.#knex.raw(
          'CASE WHEN woken OR NOT is_open THEN next_attempt_at ELSE ? END',
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
      .update({ next_attempt_at: atMs(now), woken: true });
  }

  /** Which of these slots are held by others than this promotion, by key. */
  async slotsHeldByOthers(
    keys: readonly string[],
    promotionId: string,
  ): Promise<
    readonly { readonly key: string; readonly promotionId: string }[]
  > {
    return foreignSlots(this.#knex, keys, promotionId);
  }

  /** Promotions that execute into an environment now, over all components. */
  async countExecuting(environment: string): Promise<number> {
    return countExecuting(this.#knex, { environment });
  }
}

interface Claim {
  readonly owner: string;
  readonly now: string;
  readonly leaseUntil: string;
  readonly limit: number;
}

type ClaimedRow = Pick<
  PromotionRow,
  'promotion_id' | 'next_attempt_at' | 'document'
>;

/** The statement PostgreSQL claims with; `promotions_due_idx` carries it. */
export const CLAIM_DUE_SQL = `
  WITH due AS (
    SELECT promotion_id FROM promotions
    WHERE next_attempt_at IS NOT NULL AND next_attempt_at <= :now
      AND (lease_until IS NULL OR lease_until <= :now)
    ORDER BY next_attempt_at, promotion_id
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
  )
  UPDATE promotions
  SET lease_owner = :owner, lease_until = :leaseUntil, woken = FALSE
  FROM due
  WHERE promotions.promotion_id = due.promotion_id
  RETURNING promotions.promotion_id, promotions.next_attempt_at, promotions.document`;

async function claimSkippingLocked(
  knex: Knex,
  { owner, now, leaseUntil, limit }: Claim,
): Promise<readonly ClaimedRow[]> {
  const { rows } = await knex.raw<{ rows: ClaimedRow[] }>(CLAIM_DUE_SQL, {
    owner,
    now,
    leaseUntil,
    limit,
  });
  return rows;
}

async function claimAlone(
  trx: Knex.Transaction,
  { owner, now, leaseUntil, limit }: Claim,
): Promise<readonly ClaimedRow[]> {
  const rows = await trx<PromotionRow>('promotions')
    .whereNotNull('next_attempt_at')
    .andWhere('next_attempt_at', '<=', now)
    .andWhere(query =>
      query.whereNull('lease_until').orWhere('lease_until', '<=', now),
    )
    .orderBy(['next_attempt_at', 'promotion_id'])
    .limit(limit)
    .select('promotion_id', 'next_attempt_at', 'document');
  await trx<PromotionRow>('promotions')
    .whereIn(
      'promotion_id',
      rows.map(row => row.promotion_id),
    )
    .update({ lease_owner: owner, lease_until: leaseUntil, woken: false });
  return rows;
}

function longestDueFirst(a: ClaimedRow, b: ClaimedRow): number {
  const left = `${a.next_attempt_at} ${a.promotion_id}`;
  const right = `${b.next_attempt_at} ${b.promotion_id}`;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

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
  for (const key of keys) {
    await trx('slots')
      .insert({
        slot_key: key,
        promotion_id: claim.promotionId,
        acquired_at: atMs(claim.now),
      })
      .onConflict('slot_key')
      .ignore();
  }
  // Looked at from our side: a holder that lets go right now must not be mistaken for us.
  const mine = await trx('slots')
    .whereIn('slot_key', keys)
    .andWhere('promotion_id', claim.promotionId)
    .pluck('slot_key');
  if (mine.length === keys.length) return;
  const foreign = await foreignSlots(trx, keys, claim.promotionId);
  throw new NotCommitted({
    kind: 'slots-taken',
    keys: keys.filter(key => !mine.includes(key)),
    byPromotionIds: [...new Set(foreign.map(slot => slot.promotionId))],
  });
}

async function foreignSlots(
  knex: Knex,
  keys: readonly string[],
  promotionId: string,
): Promise<readonly { readonly key: string; readonly promotionId: string }[]> {
  return knex('slots')
    .whereIn('slot_key', [...keys])
    .whereNot('promotion_id', promotionId)
    .orderBy('slot_key')
    .select({ key: 'slot_key', promotionId: 'promotion_id' });
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
