// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Caller } from '../../Caller';
import type { PromotionService } from '../PromotionService';
import { assertMayRollBack } from './authority';
import type { CommandPorts } from './CommandPorts';
import { commitCommand, getPromotion } from './commitCommand';

/** A person with the rollback right chooses what happens to a promotion that awaits a decision. */
export async function decideRollback(
  command: Parameters<PromotionService['decide']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<void> {
  const { promotionId, choice, reason } = command;
  const { actor } = caller;
  const { componentRef } = await getPromotion(promotionId, ports);
  const dossier = await ports.facts.gather(componentRef);
  await commitCommand(
    {
      promotionId,
      actor,
      decide: async promotion => {
        assertMayRollBack(promotion.terms.path, caller, dossier);
        return { event: { type: 'decided', actor, choice, reason } };
      },
    },
    ports,
  );
}
