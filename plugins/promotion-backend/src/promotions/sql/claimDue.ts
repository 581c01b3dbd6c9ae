// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { Promotion } from 'backstage-plugin-promotion-common';
import { atMs, isPostgres, readPromotion, type PromotionRow } from './rows';

/** Who claims, until when, and how many at most. */
export interface Claim {
  readonly owner: string;
  readonly now: string;
  readonly leaseUntil: string;
  readonly limit: number;
}

/**
 * Claims due promotions, longest due first. On PostgreSQL one statement that steps over rows others are claiming; on
 * SQLite, which has one writer at a time, a plain transaction.
 */
export async function claimDue(
  knex: Knex,
  claim: Claim,
): Promise<readonly Promotion[]> {
  const rows = isPostgres(knex)
    ? await claimSkippingLocked(knex, claim)
    : await knex.transaction(trx => claimAlone(trx, claim));
  return [...rows].sort(longestDueFirst).map(readPromotion);
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
  claim: Claim,
): Promise<readonly ClaimedRow[]> {
  const { rows } = await knex.raw<{ rows: ClaimedRow[] }>(CLAIM_DUE_SQL, {
    owner: claim.owner,
    limit: claim.limit,
    now: atMs(claim.now),
    leaseUntil: atMs(claim.leaseUntil),
  });
  return rows;
}

async function claimAlone(
  trx: Knex.Transaction,
  claim: Claim,
): Promise<readonly ClaimedRow[]> {
  const now = atMs(claim.now);
  const rows = await trx<PromotionRow>('promotions')
    .whereNotNull('next_attempt_at')
    .andWhere('next_attempt_at', '<=', now)
    .andWhere(query =>
      query.whereNull('lease_until').orWhere('lease_until', '<=', now),
    )
    .orderBy(['next_attempt_at', 'promotion_id'])
    .limit(claim.limit)
    .select('promotion_id', 'next_attempt_at', 'document');
  await trx<PromotionRow>('promotions')
    .whereIn(
      'promotion_id',
      rows.map(row => row.promotion_id),
    )
    .update({
      lease_owner: claim.owner,
      lease_until: atMs(claim.leaseUntil),
      woken: false,
    });
  return rows;
}

function longestDueFirst(a: ClaimedRow, b: ClaimedRow): number {
  const left = `${a.next_attempt_at} ${a.promotion_id}`;
  const right = `${b.next_attempt_at} ${b.promotion_id}`;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
