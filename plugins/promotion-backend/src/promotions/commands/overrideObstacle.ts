// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { Caller } from '../../Caller';
import type { PromotionService } from '../PromotionService';
import type { CommandPorts } from './CommandPorts';
import { assertSeen, commitCommand, getPromotion } from './commitCommand';
import { assertMayOverride, reviewOf, verdictOn } from './overrideRights';

/** An authorised person lets one obstacle go on one promotion, with a reason. It lies beside the verdict. */
export async function overrideObstacle(
  command: Parameters<PromotionService['override']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<void> {
  const { promotionId, target, reason, contentHash } = command;
  const { componentRef } = await getPromotion(promotionId, ports);
  const dossier = await ports.facts.gather(componentRef);
  await commitCommand(
    {
      promotionId,
      actor: caller.actor,
      decide: async (promotion, now) => {
        assertSeen(promotion, contentHash);
        const { path } = promotion.terms;
        const { readiness, requesterRefs } = promotion;
        const facts = { path, dossier, requesterRefs, readiness };
        const { userRef, role } = assertMayOverride(target, caller, facts);
        const review = reviewOf(path, now);
        const override = {
          overrideId: randomUUID(),
          promotionId,
          target,
          userRef,
          role,
          reason,
          contentHash,
          overriddenAt: now,
          verdict: verdictOn(target, readiness),
          ...(review && { review }),
        };
        return { event: { type: 'overridden', override }, override };
      },
    },
    ports,
  );
}
