// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionClient } from 'backstage-plugin-promotion-common/client';
import { contract } from 'backstage-plugin-promotion-common/contract';
import type { Situation } from './situations';

/**
 * A client that answers from a situation. Methods in `change` replace its own; those a situation does not cover reject
 * and name themselves.
 */
export function fakePromotionClient(
  situation: Situation,
  change: Partial<PromotionClient> = {},
): PromotionClient {
  const unprepared = Object.fromEntries(
    Object.keys(contract).map(name => [
      name,
      async () => {
        throw new Error(`the situation has no answer for ${name}`);
      },
    ]),
  );
  const answers: Partial<PromotionClient> = {
    getComponent: async () => situation.view,
    refreshComponent: async () => ({ collecting: true }),
    createPlan: async () => {
      if (!situation.plan) throw new Error('the situation has no plan');
      return situation.plan;
    },
    getPromotion: async ({ params }) => {
      const found = situation.promotions.find(
        each => each.promotionId === params.promotionId,
      );
      if (!found) throw new Error(`no promotion ${params.promotionId}`);
      return found;
    },
  };
  // Every route has a method by now, which the type of `fromEntries` cannot tell.
  return { ...unprepared, ...answers, ...change } as PromotionClient;
}
