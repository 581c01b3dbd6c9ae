// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  decideCommand,
  environmentSubject,
} from 'backstage-plugin-promotion-common/commands';
import { personOn } from '../Caller';
import { targetOf } from '../facts/commandSubjects';
import { refuse } from '../RefusedError';
import type { BackendCommand } from './CommandPorts';

/** Allows a release again where it was rolled back. */
export const liftBar: BackendCommand<'liftBar', { lifted: boolean }> = {
  about: ({ params }) => componentRefOf(params),
  run: async ({ params, body }, viewer, ports) => {
    const { environment, releaseId } = params;
    const componentRef = componentRefOf(params);
    const snapshot = await ports.facts.gather(componentRef);
    const answer = decideCommand(
      { name: 'lift-bar', given: body },
      {
        ...environmentSubject(snapshot, environment, []),
        releaseId,
      },
      personOn(
        viewer,
        targetOf(snapshot, environment, viewer.caller.requesterRefs),
      ),
    );
    if (!answer.allowed) return refuse(answer.refusal);
    const lifted = await ports.stores.blocks.liftBar(answer.decision.lift);
    if (lifted) {
      await ports.stores.claims.wake({ componentRef }, snapshot.now);
      ports.wake();
    }
    return { lifted };
  },
};

/** The entity reference of a path. */
export function componentRefOf(params: {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}): string {
  const { kind, namespace, name } = params;
  return `${kind}:${namespace}/${name}`.toLowerCase();
}
