// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackendCommand } from './CommandPorts';
import { componentOf, giveCommand } from './giveCommand';

/** A person withdraws their own decision, until execution starts. */
export const withdrawApproval: BackendCommand<'withdrawApproval'> = {
  about: componentOf,
  run: async ({ params: { promotionId } }, viewer, ports) => {
    await giveCommand(
      { promotionId, name: 'withdraw', given: () => ({}) },
      viewer,
      ports,
    );
    return { promotionId };
  },
};
