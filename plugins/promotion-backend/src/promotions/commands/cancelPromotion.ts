// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Caller } from '../../Caller';
import type { CommandPorts } from './CommandPorts';
import { commitCommand } from './commitCommand';

/** Stops a promotion: at once while it waits; while it executes, after looking whether anything was published. */
export async function cancelPromotion(
  command: { readonly promotionId: string; readonly reason: string },
  caller: Caller,
  ports: CommandPorts,
): Promise<void> {
  const { promotionId, reason } = command;
  const { actor } = caller;
  await commitCommand(
    {
      promotionId,
      actor,
      decide: async () => ({
        event: { type: 'cancel-requested', actor, reason },
      }),
    },
    ports,
  );
}
