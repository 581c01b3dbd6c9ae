// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { Timestamp } from 'backstage-plugin-promotion-common';
import { atMs, isPostgres } from './rows';

/** Who claims, until when, and how many at most. */
export interface Claim {
  readonly owner: string;
  readonly now: Timestamp;
  readonly leaseUntil: Timestamp;
  readonly limit: number;
}

/**
 * Claims rows that are due and not claimed by others, in one statement that steps over rows others are claiming, and
 * answers them as they are afterwards, longest due first. `set` is written with the claim.
 */
export async function claimRows<Row extends { readonly due_at: string }>(
  knex: Knex,
  from: { readonly table: string; readonly key: string; readonly set: string },
  claim: Claim,
): Promise<readonly Row[]> {
  const answer = await knex.raw<readonly Row[] | { readonly rows: Row[] }>(
    claimSql(knex, from),
    {
      owner: claim.owner,
      limit: claim.limit,
      now: atMs(claim.now),
      leaseUntil: atMs(claim.leaseUntil),
    },
  );
  const rows = 'rows' in answer ? answer.rows : answer;
  return [...rows].sort(longestDueFirst);
}

function longestDueFirst(
  a: { readonly due_at: string },
  b: { readonly due_at: string },
): number {
  if (a.due_at === b.due_at) return 0;
  return a.due_at < b.due_at ? -1 : 1;
}

/** The statement of `claimRows`; the index on what is due carries it. SQLite has one writer and locks no rows. */
export function claimSql(
  knex: Knex,
  { table, key, set }: Parameters<typeof claimRows>[1],
): string {
  return `
    WITH due AS (
      SELECT ${key} AS due_key FROM ${table}
      WHERE due_at IS NOT NULL AND due_at <= :now
        AND (claimed_until IS NULL OR claimed_until <= :now)
      ORDER BY due_at, ${key}
      LIMIT :limit
      ${isPostgres(knex) ? 'FOR UPDATE SKIP LOCKED' : ''}
    )
    UPDATE ${table} SET claimed_by = :owner, claimed_until = :leaseUntil, ${set}
    FROM due WHERE ${table}.${key} = due.due_key
    RETURNING *`;
}
