// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  OWNER_ROLE,
  type ComponentFacts,
  type EntityRef,
  type RoleRules,
} from 'backstage-plugin-promotion-common';
import type { CatalogGroups } from './CatalogGroups';
import type { RoleDirectory, RoleMemberships } from './RoleDirectory';

/** One person and through what they hold the role. */
type Member = readonly [user: EntityRef, via: readonly string[]];

/**
 * Roles by the catalog's relations, as they are now: never from a token, whose claims may be as old as the session.
 */
export class CatalogRoleDirectory implements RoleDirectory {
  readonly #groups: CatalogGroups;

  constructor(groups: CatalogGroups) {
    this.#groups = groups;
  }

  async resolve(
    roles: Readonly<Record<string, RoleRules>>,
    component: ComponentFacts,
  ): Promise<RoleMemberships> {
    const resolved = await Promise.all(
      Object.entries<RoleRules>({
        ...roles,
        [OWNER_ROLE]: { relation: 'ownedBy' },
      }).map(
        async ([name, role]) =>
          [name, await this.#holders(role, component)] as const,
      ),
    );
    return {
      roleMembers: Object.fromEntries(
        resolved.map(([name, holders]) => [name, [...holders.keys()].sort()]),
      ),
      membershipProof: Object.fromEntries(
        resolved.map(([name, holders]) => [name, Object.fromEntries(holders)]),
      ),
    };
  }

  async #holders(
    role: RoleRules,
    component: ComponentFacts,
  ): Promise<Map<EntityRef, readonly string[]>> {
    const members = await Promise.all([
      ...(role.groups ?? []).map(group => this.#inGroup(group)),
      this.#named(role.users ?? []),
      ...(role.relation === 'ownedBy' ? component.ownerRefs : []).map(owner =>
        owner.startsWith('group:')
          ? this.#inGroup(owner)
          : this.#named([owner]),
      ),
      this.#annotated(role, component),
    ]);
    // The first way in counts: groups before names before claims.
    return new Map(members.flat().reverse());
  }

  async #inGroup(group: EntityRef): Promise<readonly Member[]> {
    return [...(await this.#groups.membersOf(group))];
  }

  async #named(users: readonly EntityRef[]): Promise<readonly Member[]> {
    if (users.length === 0) return [];
    const existing = await this.#groups.existing(users);
    return [...existing].map(user => [user, [user]]);
  }

  async #annotated(
    role: RoleRules,
    component: ComponentFacts,
  ): Promise<readonly Member[]> {
    const { annotation, within } = role;
    if (annotation === undefined || within === undefined) return [];
    const user = userRefOf(component.annotations[annotation]);
    if (user === undefined) return [];
    const way = (await this.#groups.membersOf(within)).get(user);
    return way ? [[user, [`annotation:${annotation}`, ...way]]] : [];
  }
}

function userRefOf(text: string | undefined): EntityRef | undefined {
  if (!text) return undefined;
  try {
    const ref = parseEntityRef(text.trim(), { defaultKind: 'user' });
    return stringifyEntityRef(ref);
  } catch {
    return undefined;
  }
}
