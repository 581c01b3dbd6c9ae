// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackendCommand } from './CommandPorts';
import { componentOf, giveCommand } from './giveCommand';

/** A person with the rollback right chooses what happens to a promotion that needs a decision. */
export const decide: BackendCommand<'decide'> = {
  about: componentOf,
  run: async ({ params, body }, viewer, ports) => {
    const { promotionId } = params;
    await giveCommand(
      { promotionId, name: 'decide', given: () => body },
      viewer,
      ports,
    );
    return { promotionId };
  },
};
