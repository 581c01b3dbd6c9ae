// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { BackendCommand } from './CommandPorts';
import { componentOf, giveCommand } from './giveCommand';

/** An authorised person overrides one thing that blocks one promotion, with a reason. It lies beside the verdict. */
export const override: BackendCommand<'override'> = {
  about: componentOf,
  run: async ({ params, body }, viewer, ports) => {
    const { promotionId } = params;
    const given = { ...body, overrideId: randomUUID() };
    await giveCommand(
      { promotionId, name: 'override', given: () => given },
      viewer,
      ports,
    );
    return { promotionId };
  },
};
