// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { EntityRef } from 'backstage-plugin-promotion-common';
import { atMs, type PromotionRow } from './rows';

/** Prolongs a claim that still runs. False: it is another's, or has run out. */
export async function renewLease(
  knex: Knex,
  claim: {
    readonly promotionId: string;
    readonly owner: string;
    readonly now: string;
    readonly leaseUntil: string;
  },
): Promise<boolean> {
  const renewed = await knex<PromotionRow>('promotions')
    .where({ promotion_id: claim.promotionId, lease_owner: claim.owner })
    .andWhere('lease_until', '>', atMs(claim.now))
    .update({ lease_until: atMs(claim.leaseUntil) });
  return renewed === 1;
}

/** Lets a claim go. Who was woken while claimed stays due; who has ended is never due. */
export async function releaseClaim(
  knex: Knex,
  claim: {
    readonly promotionId: string;
    readonly owner: string;
    readonly nextAttemptAt: string;
  },
): Promise<void> {
  await knex('promotions')
    .where({ promotion_id: claim.promotionId, lease_owner: claim.owner })
    .update({
      lease_owner: null,
      lease_until: null,
      next_attempt_at: knex.raw(
        'CASE WHEN woken OR NOT is_open THEN next_attempt_at ELSE ? END',
        [atMs(claim.nextAttemptAt)],
      ),
    });
}

/** Makes open promotions due at once. */
export async function wakePromotions(
  knex: Knex,
  which: { readonly componentRef?: EntityRef; readonly promotionId?: string },
  now: string,
): Promise<void> {
  if (!which.componentRef && !which.promotionId) return;
  await knex('promotions')
    .where('is_open', true)
    .modify(query => {
      if (which.componentRef) query.where('component_ref', which.componentRef);
      if (which.promotionId) query.where('promotion_id', which.promotionId);
    })
    .update({ next_attempt_at: atMs(now), woken: true });
}
