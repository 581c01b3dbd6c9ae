// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackendCommand } from './CommandPorts';
import { componentOf, giveCommand } from './giveCommand';

/** Records that somebody of the role the rules name reviewed an override afterwards. Not whoever overrode. */
export const reviewOverride: BackendCommand<'reviewOverride'> = {
  about: componentOf,
  run: async ({ params, body }, viewer, ports) => {
    const { promotionId, overrideId } = params;
    const { decision } = await giveCommand(
      {
        promotionId,
        name: 'review',
        given: () => ({ overrideId, ...body }),
      },
      viewer,
      ports,
    );
    // Two who review at once: the first one's is kept, and both have reviewed.
    await ports.stores.decisions.reviewOverride(decision.review);
    return { promotionId };
  },
};
