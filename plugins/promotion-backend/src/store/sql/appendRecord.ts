// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { TransitionRecord } from 'backstage-plugin-promotion-common';
import { chainRecord, GENESIS_HASH, type StoredRecord } from '../recordChain';
import { atMs } from './rows';

interface EventRow {
  promotion_id: string;
  sequence: number;
  event_type: string;
  recorded_at: string;
  canonical: string;
  previous_hash: string;
  hash: string;
}

/** Appends a record to its promotion's chain. The row above is locked, so the last record cannot change meanwhile. */
export async function appendRecord(
  trx: Knex.Transaction,
  record: TransitionRecord,
): Promise<void> {
  const last = await trx<EventRow>('promotion_events')
    .where('promotion_id', record.promotionId)
    .orderBy('sequence', 'desc')
    .first('hash');
  const chained = chainRecord(record, last?.hash ?? GENESIS_HASH);
  await trx<EventRow>('promotion_events').insert({
    promotion_id: record.promotionId,
    sequence: record.sequence,
    event_type: record.event.type,
    recorded_at: atMs(record.at),
    canonical: chained.canonical,
    previous_hash: chained.previousHash,
    hash: chained.hash,
  });
}

/** The records of a promotion, oldest first, as their text says. */
export async function selectRecords(
  knex: Knex,
  promotionId: string,
): Promise<readonly StoredRecord[]> {
  const rows = await knex<EventRow>('promotion_events')
    .where('promotion_id', promotionId)
    .orderBy('sequence');
  return rows.map(row => ({
    ...(JSON.parse(row.canonical) as TransitionRecord),
    canonical: row.canonical,
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}
