// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackendCommand } from './CommandPorts';
import { componentOf, giveCommand } from './giveCommand';

/** Stops a promotion: at once while it waits; while it executes, after looking whether anything was published. */
export const cancel: BackendCommand<'cancel'> = {
  about: componentOf,
  run: async ({ params, body }, viewer, ports) => {
    const { promotionId } = params;
    await giveCommand(
      { promotionId, name: 'cancel', given: () => body },
      viewer,
      ports,
    );
    return { promotionId };
  },
};
