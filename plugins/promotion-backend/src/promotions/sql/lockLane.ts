// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';

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
