// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { slotHoldingStates } from 'backstage-plugin-promotion-common';
import type { TransitionCommit } from '../PromotionStore';
import { lockLane } from './lockLane';
import { NotCommitted } from './NotCommitted';

/**
 * Holds an environment to its limit of concurrent promotions. Those who enter it take turns on its lane, so that each
 * counts the ones before it. @throws NotCommitted
 */
export async function limitConcurrency(
  trx: Knex.Transaction,
  commit: TransitionCommit,
): Promise<void> {
  const { concurrency, promotion } = commit;
  if (!concurrency) return;
  await lockLane(trx, `environment:${concurrency.environment}`);
  const others = await countExecuting(trx, {
    environment: concurrency.environment,
    besides: promotion.promotionId,
  });
  if (others < concurrency.limit) return;
  throw new NotCommitted({ kind: 'slots-taken', keys: [], byPromotionIds: [] });
}

/** Promotions that execute into an environment now. */
export async function countExecuting(
  knex: Knex,
  scope: { readonly environment: string; readonly besides?: string },
): Promise<number> {
  const [row] = await knex('promotions')
    .where('to_environment', scope.environment)
    .whereIn('state', [...slotHoldingStates])
    .modify(query => {
      if (scope.besides) query.whereNot('promotion_id', scope.besides);
    })
    .count({ count: '*' });
  return Number(row?.count ?? 0);
}
