// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { NotCommitted } from './NotCommitted';

/**
 * Takes slots in sorted order, so that two that want the same ones never wait for each other in a circle. A slot that
 * the promotion already holds stays its own. @throws NotCommitted naming those that others hold
 */
export async function acquireSlots(
  trx: Knex.Transaction,
  claim: {
    readonly keys: readonly string[];
    readonly promotionId: string;
    readonly now: string;
  },
): Promise<void> {
  const keys = [...new Set(claim.keys)].sort();
  for (const key of keys) {
    await trx('slots')
      .insert({
        slot_key: key,
        promotion_id: claim.promotionId,
        acquired_at: claim.now,
      })
      .onConflict('slot_key')
      .ignore();
  }
  // Looked at from our side: a holder that lets go right now must not be mistaken for us.
  const mine = await trx('slots')
    .whereIn('slot_key', keys)
    .andWhere('promotion_id', claim.promotionId)
    .pluck('slot_key');
  if (mine.length === keys.length) return;
  const foreign = await slotsHeldByOthers(trx, keys, claim.promotionId);
  throw new NotCommitted({
    kind: 'slots-taken',
    keys: keys.filter(key => !mine.includes(key)),
    byPromotionIds: [...new Set(foreign.map(slot => slot.promotionId))],
  });
}

/** Which of the slots others hold, by key. */
export async function slotsHeldByOthers(
  knex: Knex,
  keys: readonly string[],
  promotionId: string,
): Promise<readonly { readonly key: string; readonly promotionId: string }[]> {
  return knex('slots')
    .whereIn('slot_key', [...keys])
    .whereNot('promotion_id', promotionId)
    .orderBy('slot_key')
    .select({ key: 'slot_key', promotionId: 'promotion_id' });
}
