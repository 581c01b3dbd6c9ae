// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ComponentFacts,
  EntityRef,
  RoleRules,
} from 'backstage-plugin-promotion-common';

/** A group or user that is named and holds nothing: not in the catalog, or of an origin that is not trusted. */
export interface UnknownEntity {
  readonly ref: EntityRef;
  /** The role it was to hold; absent: it is an owner of the component. */
  readonly role?: string;
  /** The place that names it, such as `roles.sre.groups of the rules` or `group:default/sre`. */
  readonly namedIn: string;
  /** A sentence that names the entity, the place and what is wrong. */
  readonly message: string;
  readonly remedy: string;
}

/** Who holds which role for a component, and through which groups. Every role asked for has an entry, and the owners. */
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
