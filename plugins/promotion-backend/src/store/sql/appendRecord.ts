// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { TransitionRecord } from 'backstage-plugin-promotion-common/lifecycle';
import {
  chainRecord,
  GENESIS_HASH,
  type ChainHead,
  type StoredRecord,
} from '../recordChain';
import { atMs, type PromotionRow } from './rows';

interface EventRow {
  promotion_id: string;
  sequence: number;
  event_type: string;
  recorded_at: string;
  canonical: string;
  previous_hash: string;
  hash: string;
}

const HEADS_REMEMBERED = 1_000;

/**
 * Chains records to those of their promotions. What this process wrote last is remembered, so that the next record asks
 * nothing: the hash of a record that has a successor never changes, and the write of the row is fenced by version and
 * head, so that one that was undone, or that others went beyond, is a lost race at worst.
 */
export class RecordHeads {
  readonly #newest = new Map<string, StoredRecord>();

  async chain(
    trx: Knex.Transaction,
    record: TransitionRecord,
  ): Promise<StoredRecord> {
    const known = this.#newest.get(record.promotionId);
    this.#newest.delete(record.promotionId);
    if (known?.sequence === record.sequence - 1) {
      return chainRecord(record, known.hash);
    }
    const row = await trx<PromotionRow>('promotions')
      .where('promotion_id', record.promotionId)
      .first('head');
    return chainRecord(record, row?.head ?? GENESIS_HASH);
  }

  remember(record: StoredRecord): void {
    this.#newest.set(record.promotionId, record);
    if (this.#newest.size <= HEADS_REMEMBERED) return;
    const [oldest] = this.#newest.keys();
    this.#newest.delete(oldest ?? '');
  }
}

/** Appends a chained record. */
export async function appendRecord(
  trx: Knex.Transaction,
  record: StoredRecord,
): Promise<void> {
  await trx<EventRow>('promotion_events').insert({
    promotion_id: record.promotionId,
    sequence: record.sequence,
    event_type: record.event.type,
    recorded_at: atMs(record.at),
    canonical: record.canonical,
    previous_hash: record.previousHash,
    hash: record.hash,
  });
}

/** The records of a promotion, oldest first, as their text says, and what its row says of them: read at one moment. */
export async function selectChain(
  knex: Knex,
  promotionId: string,
): Promise<{
  readonly records: readonly StoredRecord[];
  readonly head: ChainHead;
}> {
  const rows = await knex<PromotionRow>('promotions')
    .leftJoin<EventRow>(
      'promotion_events',
      'promotion_events.promotion_id',
      'promotions.promotion_id',
    )
    .where('promotions.promotion_id', promotionId)
    .orderBy('sequence')
    .select('version', 'head', 'canonical', 'previous_hash', 'hash');
  const [first] = rows;
  return {
    records: rows.flatMap(row =>
      row.canonical === null
        ? []
        : {
            ...(JSON.parse(row.canonical) as TransitionRecord),
            canonical: row.canonical,
            previousHash: row.previous_hash,
            hash: row.hash,
          },
    ),
    head: { length: first?.version ?? 0, hash: first?.head ?? GENESIS_HASH },
  };
}
