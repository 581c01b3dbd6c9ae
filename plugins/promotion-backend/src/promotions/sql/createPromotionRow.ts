// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { PromotionCreation } from '../PromotionStore';
import { lockLane } from './lockLane';
import { NotCommitted } from './NotCommitted';
import { insertApproval, insertOverride } from './peoplesDecisions';
import { nextAttemptOf, promotionColumns } from './promotionColumns';
import type { PromotionRow } from './rows';
import { writeBelongings, writeTransition } from './writeTransition';

/**
 * Writes a new promotion with everything that comes with its request. Requests for one component and environment take
 * turns on their lane, so that what one decided on is still so when it is written. @throws NotCommitted
 */
export async function createPromotionRow(
  trx: Knex.Transaction,
  creation: PromotionCreation,
): Promise<void> {
  const { promotion } = creation;
  await lockLane(trx, `promotion:${promotion.componentRef}/${promotion.to}`);
  await refuseUnseen(trx, creation);
  for (const superseded of creation.supersede ?? []) {
    await writeTransition(trx, superseded);
  }
  await trx<PromotionRow>('promotions').insert({
    ...promotionColumns(promotion),
    next_attempt_at: nextAttemptOf(creation),
    woken: false,
    lease_owner: null,
    lease_until: null,
  });
  for (const approval of creation.approvals ?? []) {
    await insertApproval(trx, approval);
  }
  for (const override of creation.overrides ?? []) {
    await insertOverride(trx, override);
  }
  await writeBelongings(trx, creation);
}

async function refuseUnseen(
  trx: Knex.Transaction,
  { promotion, seenOpenIds }: PromotionCreation,
): Promise<void> {
  if (!seenOpenIds) return;
  const unseen = await trx<PromotionRow>('promotions')
    .where({
      component_ref: promotion.componentRef,
      to_environment: promotion.to,
      is_open: true,
    })
    .whereNotIn('promotion_id', [...seenOpenIds])
    .first('promotion_id');
  if (unseen) throw new NotCommitted({ kind: 'lost-race' });
}
