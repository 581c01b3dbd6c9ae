// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { BackendCommand } from './CommandPorts';
import { componentOf, giveCommand } from './giveCommand';

/** Records that a person approves or rejects, for exactly the content they saw. */
export const decideApproval: BackendCommand<'decideApproval'> = {
  about: componentOf,
  run: async ({ params, body }, viewer, ports) => {
    const { promotionId } = params;
    const { decision, ...vote } = body;
    const { userRef = '' } = viewer.caller;
    await giveCommand(
      {
        promotionId,
        name: decision === 'approved' ? 'approve' : 'reject',
        given: snapshot => ({
          ...vote,
          approvalId: randomUUID(),
          membershipProof: Object.fromEntries(
            Object.entries(snapshot?.membershipProof ?? {}).flatMap(
              ([role, proofs]) =>
                proofs[userRef] ? [[role, proofs[userRef]]] : [],
            ),
          ),
        }),
      },
      viewer,
      ports,
    );
    return { promotionId };
  },
};
