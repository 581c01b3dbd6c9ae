// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EntityRef } from 'backstage-plugin-promotion-common';
import type { UnknownEntity } from 'backstage-plugin-promotion-common/plan';
import type {
  ComponentFacts,
  RoleRules,
} from 'backstage-plugin-promotion-common/rules';

/** Who holds which role for a component, and through which groups. Every role asked for has an entry, and the built-in roles. */
export interface RoleMemberships {
  readonly roleMembers: Readonly<Record<string, readonly EntityRef[]>>;
  /** role → user → the groups that make them a member, from the role's own down to the person's. */
  readonly membershipProof: Readonly<
    Record<string, Readonly<Record<string, readonly string[]>>>
  >;
  /** Whoever the rules, their groups or the component's owner name and who holds nothing. */
  readonly unknown: readonly UnknownEntity[];
}

/** Resolves roles to people. */
export interface RoleDirectory {
  /** @throws SourceUnreachableError when the catalog gave no answer */
  resolve(
    roles: Readonly<Record<string, RoleRules>>,
    component: ComponentFacts,
  ): Promise<RoleMemberships>;
}
