// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  OverrideTarget,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import type {
  CommandAnswer as GivenCommand,
  PromotionClient,
} from 'backstage-plugin-promotion-common/client';
import type { FormCommand } from './commandForms';

/** What the viewer said in a form. `choice` is the value of what was chosen; empty where there was nothing to choose. */
export interface CommandAnswer {
  readonly reason: string;
  readonly choice: string;
}

/** Sends a command for exactly the promotion that was shown. Rejects with `PromotionApiError`. */
export function giveCommand(
  client: PromotionClient,
  promotion: PromotionView,
  given: CommandAnswer & {
    readonly name: FormCommand;
    readonly keyOf: (body: unknown) => string;
  },
): Promise<GivenCommand> {
  const { promotionId, contentHash } = promotion;
  const { reason, choice, name, keyOf } = given;
  const params = { promotionId };
  const idempotencyKey = keyOf({ name, promotionId, reason, choice });
  const calls: Record<FormCommand, () => Promise<GivenCommand>> = {
    approve: () =>
      client.decideApproval({
        params,
        body: {
          decision: 'approved',
          contentHash,
          ...(choice && { role: choice }),
          ...(reason && { comment: reason }),
        },
      }),
    reject: () =>
      client.decideApproval({
        params,
        body: { decision: 'rejected', contentHash, comment: reason },
      }),
    withdraw: () => client.withdrawApproval({ params }),
    override: () =>
      client.override({
        params,
        body: {
          target: targetChosen(promotion, choice),
          contentHash,
          reason,
        },
      }),
    review: () =>
      client.reviewOverride({
        params: { promotionId, overrideId: choice },
        body: { comment: reason },
      }),
    decide: () =>
      client.decide({
        params,
        body: { choice: choice === 'rollback' ? 'rollback' : 'leave', reason },
      }),
    retry: () =>
      client.retry({
        params,
        body: { ...(reason && { reason }) },
        idempotencyKey,
      }),
    rollback: () =>
      client.rollback({ params, body: { reason }, idempotencyKey }),
    cancel: () => client.cancel({ params, body: { reason } }),
  };
  return calls[name]();
}

/** The target the viewer chose, among those they were offered. */
function targetChosen(
  { commands }: PromotionView,
  choice: string,
): OverrideTarget {
  const chosen = commands
    .find(({ name }) => name === 'override')
    ?.targets?.find(target => JSON.stringify(target) === choice);
  if (chosen) return chosen;
  throw new TypeError(`no override of ${choice} was offered`);
}
