// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { Timestamp } from 'backstage-plugin-promotion-common';
import { atMs } from './sql/rows';

/** How long an answer is kept. */
const ANSWER_KEPT_MS = 24 * 60 * 60 * 1000;
/** After this long without an answer the first request counts as died, and a repeated one is served. */
const IN_FLIGHT_MS = 2 * 60 * 1000;

interface KeyRow {
  scope: string;
  key: string;
  request_hash: string;
  claimed_at: string;
  answer: string | null;
}

/** First answers to repeated requests. */
export interface IdempotencyStore
  extends Pick<DatabaseIdempotencyStore, keyof DatabaseIdempotencyStore> {}

/** Keeps first answers in PostgreSQL or SQLite, for a day. */
export class DatabaseIdempotencyStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Takes a key, or says what became of the request that did. `conflict`: the same key came with another request.
   * `claimed`: this caller is first and must finish with `rememberAnswer` or `forget`.
   */
  async claim(key: {
    readonly scope: string;
    readonly key: string;
    readonly requestHash: string;
    readonly now: Timestamp;
  }): Promise<
    | { readonly kind: 'claimed' }
    | { readonly kind: 'answered'; readonly answer: string }
    | { readonly kind: 'conflict' }
    | { readonly kind: 'in-flight' }
  > {
    return this.#knex.transaction(async trx => {
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

  /** Keeps the first answer to a claimed key. */
  async rememberAnswer(key: {
    readonly scope: string;
    readonly key: string;
    readonly answer: string;
  }): Promise<void> {
    await this.#knex<KeyRow>('idempotency_keys')
      .where({ scope: key.scope, key: key.key })
      .update({ answer: key.answer });
  }

  /** Gives a claimed key back: the request failed and may come again. */
  async forget(key: {
    readonly scope: string;
    readonly key: string;
  }): Promise<void> {
    await this.#knex<KeyRow>('idempotency_keys')
      .where({ scope: key.scope, key: key.key })
      .del();
  }
}

async function forgetOld(trx: Knex.Transaction, now: Timestamp): Promise<void> {
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
