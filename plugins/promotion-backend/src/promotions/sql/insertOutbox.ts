// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { TransitionCommit } from '../PromotionStore';
import { outboxMessagesOf } from '../outboxMessages';
import { atMs, type OutboxRow } from './rows';

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
