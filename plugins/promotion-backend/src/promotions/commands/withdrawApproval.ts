// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Caller } from '../../Caller';
import { RefusedError } from '../PromotionService';
import { personOf } from './authority';
import type { CommandPorts } from './CommandPorts';
import { commitCommand } from './commitCommand';

/** A person takes their own decision back, until execution starts. */
export async function withdrawApproval(
  { promotionId }: { readonly promotionId: string },
  caller: Caller,
  ports: CommandPorts,
): Promise<void> {
  const userRef = personOf(caller, 'take a decision back');
  await commitCommand(
    {
      promotionId,
      actor: caller.actor,
      decide: async () => {
        await assertDecided(promotionId, userRef, ports);
        return {
          event: { type: 'approval-withdrawn', userRef },
          withdrawal: { userRef },
        };
      },
    },
    ports,
  );
}

async function assertDecided(
  promotionId: string,
  userRef: string,
  { stores }: CommandPorts,
): Promise<void> {
  const approvals = await stores.decisions.approvals([promotionId]);
  const standing = approvals.some(
    approval =>
      approval.userRef === userRef &&
      !approval.withdrawnAt &&
      !approval.dismissedAt,
  );
  if (standing) return;
  const message = 'You have no decision on this promotion to take back.';
  throw new RefusedError(message, 'nothing-to-withdraw', {
    code: 'nothing-to-withdraw',
    tone: 'informs',
    message,
  });
}
