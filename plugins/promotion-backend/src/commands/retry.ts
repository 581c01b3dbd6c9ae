// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackendCommand } from './CommandPorts';
import { requestPromotion } from './createPromotion';
import { componentOf, giveCommand } from './giveCommand';
import { requestRollback } from './rollback';

/** A new promotion of what an ended one was for. Unexpired approvals of the same content come along, shown as carried. */
export const retry: BackendCommand<'retry'> = {
  about: componentOf,
  run: async ({ params: { promotionId }, body }, viewer, ports) => {
    const { promotion: original } = await giveCommand(
      { promotionId, name: 'retry', given: () => ({}) },
      viewer,
      ports,
    );
    const { componentRef, from, to, release, reference, whenBlocked } =
      original;
    if (original.kind === 'rollback') {
      return requestRollback(
        {
          componentRef,
          path: { from, to },
          release,
          reason: body.reason ?? original.reason ?? '',
          retryOf: original,
          ...(original.rollbackOf && { rollbackOf: original.rollbackOf }),
          ...(original.releaseBefore && { undone: original.releaseBefore }),
        },
        viewer,
        ports,
      );
    }
    return requestPromotion(
      {
        componentRef,
        from,
        to,
        releaseId: release.releaseId,
        ...(body.reason !== undefined && { reason: body.reason }),
        ...(reference !== undefined && { reference }),
        whenBlocked,
        overrides: [],
        retryOf: original,
      },
      viewer,
      ports,
    );
  },
};
