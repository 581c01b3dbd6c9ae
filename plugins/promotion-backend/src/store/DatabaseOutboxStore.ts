// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type {
  Effect,
  EntityRef,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import { atMs, isPostgres } from './sql/rows';
import type { TransitionCommit } from './TransitionCommit';

/** A message waiting to go out. */
export interface OutboxMessage {
  readonly messageId: string;
  readonly promotionId: string;
  readonly kind: 'notify' | 'signal';
  readonly payload: string;
  readonly attempts: number;
}

/** What a `signal` message carries: ids only, so that who may not read the promotion learns nothing. */
export interface SignalPayload {
  readonly componentRef: EntityRef;
  readonly promotionId: string;
}

/** What a `notify` message carries: the effect, and what it is about. */
export type NotifyPayload = Extract<Effect, { readonly kind: 'notify' }> &
  SignalPayload;

interface OutboxRow {
  message_id: string;
  promotion_id: string;
  kind: 'notify' | 'signal';
  payload: string;
  attempts: number;
  created_at: string;
  next_attempt_at: string;
  lease_owner: string | null;
  lease_until: string | null;
}

/** Messages that go out after their cause was written. */
export interface OutboxStore
  extends Pick<DatabaseOutboxStore, keyof DatabaseOutboxStore> {}

/** Keeps the outbox in PostgreSQL or SQLite. */
export class DatabaseOutboxStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Claims messages that are due, oldest first; each take-up counts as an attempt. Unsent ones come again. */
  async claim(claim: {
    readonly owner: string;
    readonly now: Timestamp;
    readonly leaseUntil: Timestamp;
    readonly limit: number;
  }): Promise<readonly OutboxMessage[]> {
    return this.#knex.transaction(async trx => {
      const now = atMs(claim.now);
      const query = trx<OutboxRow>('outbox')
        .where('next_attempt_at', '<=', now)
        .andWhere(due =>
          due.whereNull('lease_until').orWhere('lease_until', '<=', now),
        )
        .orderBy(['next_attempt_at', 'message_id'])
        .limit(claim.limit)
        .select('message_id', 'promotion_id', 'kind', 'payload', 'attempts');
      const rows = await (isPostgres(this.#knex)
        ? query.forUpdate().skipLocked()
        : query);
      await trx<OutboxRow>('outbox')
        .whereIn(
          'message_id',
          rows.map(row => row.message_id),
        )
        .update({
          lease_owner: claim.owner,
          lease_until: atMs(claim.leaseUntil),
          attempts: trx.raw('attempts + 1'),
        });
      return rows.map(row => ({
        messageId: row.message_id,
        promotionId: row.promotion_id,
        kind: row.kind,
        payload: row.payload,
        attempts: row.attempts + 1,
      }));
    });
  }

  /** Sent, or given up (not sent, no `retryAt`): it is gone. Otherwise it comes again at `retryAt`. */
  async settle(
    messageId: string,
    outcome: { readonly sent: boolean; readonly retryAt?: Timestamp },
  ): Promise<void> {
    const message = this.#knex<OutboxRow>('outbox').where(
      'message_id',
      messageId,
    );
    if (outcome.sent || !outcome.retryAt) {
      await message.del();
      return;
    }
    await message.update({
      next_attempt_at: atMs(outcome.retryAt),
      lease_owner: null,
      lease_until: null,
    });
  }
}

/** Writes the messages of a transition with it, so that neither exists without the other. */
export async function insertOutbox(
  trx: Knex.Transaction,
  commit: TransitionCommit,
): Promise<void> {
  const now = atMs(commit.now);
  const rows = outboxMessagesOf(commit).map(message => ({
    message_id: randomUUID(),
    promotion_id: commit.promotion.promotionId,
    kind: message.kind,
    payload: JSON.stringify(message.payload),
    attempts: 0,
    created_at: now,
    next_attempt_at: now,
    lease_owner: null,
    lease_until: null,
  }));
  await trx<OutboxRow>('outbox').insert(rows);
}

/** The messages that go out after a transition: one signal, and each notification it asks for. */
export function outboxMessagesOf(
  commit: Pick<TransitionCommit, 'promotion' | 'effects'>,
): readonly (
  | { readonly kind: 'signal'; readonly payload: SignalPayload }
  | { readonly kind: 'notify'; readonly payload: NotifyPayload }
)[] {
  const { componentRef, promotionId } = commit.promotion;
  const about = { componentRef, promotionId };
  return [
    { kind: 'signal', payload: about },
    ...commit.effects.flatMap(effect =>
      effect.kind === 'notify'
        ? [{ kind: 'notify' as const, payload: { ...effect, ...about } }]
        : [],
    ),
  ];
}
