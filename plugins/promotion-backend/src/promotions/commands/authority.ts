// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotAllowedError } from '@backstage/errors';
import {
  listing,
  roleTitle,
  roleTitlesOf,
  withArticle,
  type EntityRef,
  type PathRules,
  type Snapshot,
} from 'backstage-plugin-promotion-common';
import type { Caller } from '../../Caller';

/** The person who gives the command. Nobody may vote, override or review through a service or an agent. @throws NotAllowedError */
export function personOf(caller: Caller, what: string): EntityRef {
  if (caller.userRef === undefined) {
    throw new NotAllowedError(
      `Only a person may ${what}; sign in as yourself, without a service acting for you.`,
    );
  }
  return caller.userRef;
}

/** The first of these roles that the person holds now. */
export function heldRole(
  dossier: Pick<Snapshot, 'roleMembers'>,
  roles: readonly string[],
  userRef: EntityRef,
): string | undefined {
  return roles.find(role => dossier.roleMembers[role]?.includes(userRef));
}

/** "an SRE or an Engineering Lead". */
export function anyOf(
  roles: readonly string[],
  dossier: Pick<Snapshot, 'rules'>,
): string {
  const titles = roleTitlesOf(dossier.rules.rules.roles);
  return listing(
    roles.map(role => withArticle(roleTitle(role, titles))),
    'or',
  );
}

/** Whether the person may go back by hand on this path: any of the roles the rules name; none named: the permission is enough. @throws NotAllowedError */
export function assertMayRollBack(
  path: Pick<PathRules, 'rollback' | 'to'>,
  caller: Caller,
  dossier: Snapshot,
): void {
  const userRef = personOf(caller, 'roll back');
  const { roles } = path.rollback.requires;
  if (roles.length === 0) return;
  if (heldRole(dossier, roles, userRef) !== undefined) return;
  throw new NotAllowedError(
    `Rolling back ${path.to} needs ${anyOf(roles, dossier)}; ask one of them.`,
  );
}
