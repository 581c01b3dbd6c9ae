// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { EntityRef, Timestamp } from 'backstage-plugin-promotion-common';
import type { Effect } from 'backstage-plugin-promotion-common/lifecycle';
import { claimRows, type Claim } from './sql/claimRows';
import { atMs } from './sql/rows';
import type { TransitionCommit } from './TransitionCommit';

/** A message waiting to go out. */
export interface OutboxMessage {
  readonly messageId: string;
  readonly promotionId: string;
  readonly kind: 'notify' | 'signal';
  /** Who is to send it; absent: a signal, or a notification that is not addressed to single notifiers yet. */
  readonly notifier?: string;
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
  notifier: string | null;
  payload: string;
  attempts: number;
  created_at: string;
  due_at: string;
  claimed_by: string | null;
  claimed_until: string | null;
}

const DUE_MESSAGES = {
  table: 'outbox',
  key: 'message_id',
  set: 'attempts = attempts + 1',
} as const;

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
  async claim(claim: Claim): Promise<readonly OutboxMessage[]> {
    const rows = await claimRows<OutboxRow>(this.#knex, DUE_MESSAGES, claim);
    return rows.map(row => ({
      messageId: row.message_id,
      promotionId: row.promotion_id,
      kind: row.kind,
      ...(row.notifier !== null && { notifier: row.notifier }),
      payload: row.payload,
      attempts: row.attempts,
    }));
  }

  /** Replaces a message to every notifier by one for each, so that one that is away has only its own repeated. */
  async address(
    { messageId, promotionId, payload }: OutboxMessage,
    to: { readonly notifiers: readonly string[]; readonly now: Timestamp },
  ): Promise<void> {
    await this.#knex.transaction(async trx => {
      const replaced = await trx('outbox').where('message_id', messageId).del();
      if (replaced === 0 || to.notifiers.length === 0) return;
      const rows = to.notifiers.map(notifier => ({
        ...newMessage(promotionId, to.now),
        kind: 'notify' as const,
        notifier,
        payload,
      }));
      await trx<OutboxRow>('outbox').insert(rows);
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
      due_at: atMs(outcome.retryAt),
      claimed_by: null,
      claimed_until: null,
    });
  }
}

/**
 * Writes the messages of a transition with it, so that neither exists without the other: one signal, and each
 * notification it asks for.
 */
export async function insertOutbox(
  trx: Knex.Transaction,
  { promotion, effects, now }: TransitionCommit,
): Promise<void> {
  const { componentRef, promotionId } = promotion;
  const about: SignalPayload = { componentRef, promotionId };
  const message = { ...newMessage(promotionId, now), notifier: null };
  const rows: OutboxRow[] = [
    { ...message, kind: 'signal', payload: JSON.stringify(about) },
  ];
  for (const effect of effects) {
    if (effect.kind !== 'notify') continue;
    const payload: NotifyPayload = { ...effect, ...about };
    rows.push({
      ...message,
      message_id: randomUUID(),
      kind: 'notify',
      payload: JSON.stringify(payload),
      ...(effect.later && { due_at: atMs(effect.later.at) }),
    });
  }
  await trx<OutboxRow>('outbox').insert(rows);
}

function newMessage(promotionId: string, now: Timestamp) {
  return {
    message_id: randomUUID(),
    promotion_id: promotionId,
    attempts: 0,
    created_at: atMs(now),
    due_at: atMs(now),
    claimed_by: null,
    claimed_until: null,
  };
}
