// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotAllowedError } from '@backstage/errors';
import type { Caller } from '../../Caller';
import type { PromotionService } from '../PromotionService';
import { anyOf, heldRole, personOf } from './authority';
import type { CommandPorts } from './CommandPorts';

/**
 * Lets a barred release try again. Where the rules name roles that may override a bar on a path into the environment,
 * it takes one of them; where they name none, the permission is enough.
 */
export async function liftBar(
  command: Parameters<PromotionService['liftBar']>[0],
  caller: Caller,
  ports: CommandPorts,
): Promise<boolean> {
  const userRef = personOf(caller, 'lift a bar');
  const { componentRef, environment, releaseId } = command;
  const dossier = await ports.facts.gather(componentRef);
  const roles = dossier.rules.rules.paths
    .filter(path => path.to === environment)
    .flatMap(({ overrides }) =>
      overrides?.targets.includes('barred') ? overrides.roles : [],
    );
  if (roles.length > 0 && heldRole(dossier, roles, userRef) === undefined) {
    throw new NotAllowedError(
      `Lifting a bar in ${environment} needs ${anyOf(
        [...new Set(roles)],
        dossier,
      )}; ask one of them.`,
    );
  }
  const at = await ports.clock.now();
  const lifted = await ports.stores.blocks.liftBar({
    componentRef,
    environment,
    releaseId,
    at,
    by: userRef,
    reason: command.reason,
  });
  if (lifted) {
    await ports.stores.claims.wake({ componentRef }, at);
    ports.wake();
  }
  return lifted;
}
