// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isTerminal } from 'backstage-plugin-promotion-common';
import type { Caller } from '../../Caller';
import { RefusedError, type PromotionService } from '../PromotionService';
import type { CommandPorts } from './CommandPorts';
import { getPromotion } from './commitCommand';
import { requestPromotion } from './requestPromotion';
import { requestRollback } from './rollBack';

/** A new promotion of what an ended one was for. Unexpired approvals of the same content come along, shown as carried. */
export async function retryPromotion(
  command: Parameters<PromotionService['retry']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<{ readonly promotionId: string }> {
  const original = await getPromotion(command.promotionId, ports);
  if (!isTerminal(original.state) || original.state === 'succeeded') {
    const message = isTerminal(original.state)
      ? 'It succeeded; there is nothing to try again.'
      : `It is ${original.state} and has not ended; there is nothing to try again yet.`;
    throw new RefusedError(message, 'not-retryable', {
      code: 'not-retryable',
      tone: 'informs',
      message,
    });
  }
  const reason = command.reason ?? original.reason;
  if (original.kind === 'rollback') {
    return requestRollback(
      {
        componentRef: original.componentRef,
        path: { from: original.from, to: original.to },
        release: original.release,
        reason: reason ?? '',
        retryOf: original,
        ...(original.rollbackOf && { rollbackOf: original.rollbackOf }),
      },
      caller,
      ports,
    );
  }
  return requestPromotion(
    {
      componentRef: original.componentRef,
      from: original.from,
      to: original.to,
      releaseId: original.release.releaseId,
      ...(reason !== undefined && { reason }),
      ...(original.reference !== undefined && {
        reference: original.reference,
      }),
      whenBlocked: original.whenBlocked,
      overrides: [],
      retryOf: original,
    },
    caller,
    ports,
  );
}
