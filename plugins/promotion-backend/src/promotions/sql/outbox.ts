// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { OutboxMessage } from '../PromotionStore';
import type { Claim } from './claimDue';
import { atMs, isPostgres, type OutboxRow } from './rows';

/** Claims messages that are due, oldest first; each take-up counts as an attempt. */
export async function claimOutbox(
  knex: Knex,
  claim: Claim,
): Promise<readonly OutboxMessage[]> {
  return knex.transaction(async trx => {
    const now = atMs(claim.now);
    const query = trx<OutboxRow>('outbox')
      .where('next_attempt_at', '<=', now)
      .andWhere(due =>
        due.whereNull('lease_until').orWhere('lease_until', '<=', now),
      )
      .orderBy(['next_attempt_at', 'message_id'])
      .limit(claim.limit)
      .select('message_id', 'promotion_id', 'kind', 'payload', 'attempts');
    const rows = await (isPostgres(knex)
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

/** Sent or given up: gone. Otherwise it comes again at `retryAt`. */
export async function settleOutbox(
  knex: Knex,
  messageId: string,
  outcome: { readonly sent: boolean; readonly retryAt?: string },
): Promise<void> {
  const message = knex<OutboxRow>('outbox').where('message_id', messageId);
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
