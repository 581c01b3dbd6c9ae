// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  holdsSlots,
  type ActivePromotion,
  type Promotion,
  type ReadinessFacts,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../../execution/FactsGatherer';
import type { Stores } from '../../store/DatabaseStores';

/** What bears on every judgement and is read anew for each. */
export type LivingFacts = Pick<
  ReadinessFacts,
  | 'component'
  | 'roleMembers'
  | 'holds'
  | 'barred'
  | 'activePromotions'
  | 'concurrency'
>;

const LIMIT = 100;

/** Reads what bears on a judgement besides the plan: people, holds, bars, and who else is on the way. */
export async function livingFacts(
  dossier: ComponentDossier,
  environment: string,
  stores: Stores,
): Promise<LivingFacts> {
  const { component } = dossier;
  const { items } = await stores.promotions.list(
    { componentRef: component.componentRef, open: true },
    { limit: LIMIT },
  );
  const max = dossier.rules.rules.maxConcurrent[environment];
  return {
    component,
    roleMembers: dossier.roleMembers,
    holds: dossier.holds,
    barred: dossier.barred,
    activePromotions: items.map(activePromotion),
    ...(max !== undefined && {
      concurrency: {
        executing: await stores.claims.countExecuting(environment),
        max,
      },
    }),
  };
}

function activePromotion(promotion: Promotion): ActivePromotion {
  const { promotionId, componentRef, to, release, state } = promotion;
  return {
    promotionId,
    componentRef,
    to,
    releaseId: release.releaseId,
    version: release.version,
    turn: holdsSlots(state) ? 'executing' : 'waiting',
  };
}
