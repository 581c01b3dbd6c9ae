// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { PromotionStore } from '../PromotionStore';
import { atMs } from './rows';

/** How long an answer is kept. */
export const ANSWER_KEPT_MS = 24 * 60 * 60 * 1000;
/** After this long without an answer the first request counts as died, and a repeated one is served. */
export const IN_FLIGHT_MS = 2 * 60 * 1000;

interface KeyRow {
  scope: string;
  key: string;
  request_hash: string;
  claimed_at: string;
  answer: string | null;
}

type ClaimKey = PromotionStore['claimIdempotencyKey'];

/** Takes a key, or says what became of the request that did. */
export async function claimIdempotencyKey(
  knex: Knex,
  key: Parameters<ClaimKey>[0],
): ReturnType<ClaimKey> {
  return knex.transaction(async trx => {
    await forgetOld(trx, key.now);
    const inserted = await trx<KeyRow>('idempotency_keys')
      .insert({
        scope: key.scope,
        key: key.key,
        request_hash: key.requestHash,
        claimed_at: atMs(key.now),
        answer: null,
      })
      .onConflict(['scope', 'key'])
      .ignore()
      .returning('key');
    if (inserted.length === 1) return { kind: 'claimed' };
    const first = await trx<KeyRow>('idempotency_keys')
      .where({ scope: key.scope, key: key.key })
      .first();
    if (!first) return { kind: 'in-flight' };
    if (first.request_hash !== key.requestHash) return { kind: 'conflict' };
    if (first.answer === null) return { kind: 'in-flight' };
    return { kind: 'answered', answer: first.answer };
  });
}

async function forgetOld(trx: Knex.Transaction, now: string): Promise<void> {
  const before = (ms: number) =>
    atMs(new Date(Date.parse(now) - ms).toISOString());
  await trx<KeyRow>('idempotency_keys')
    .where('claimed_at', '<=', before(ANSWER_KEPT_MS))
    .orWhere(query =>
      query
        .whereNull('answer')
        .andWhere('claimed_at', '<=', before(IN_FLIGHT_MS)),
    )
    .del();
}
