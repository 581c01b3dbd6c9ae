// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApprovalRequirement } from '../model/Approval';

/** One person required: the role, and which of the role's places it is. */
export interface Seat {
  readonly role: string;
}

/**
 * Somebody who could sit: one person, or (when one person may stand for several roles) one person in one role.
 * Each sits at most once.
 */
export interface Sitter {
  readonly userRef: string;
  /** Roles this sitter may take a seat of. */
  readonly roles: readonly string[];
}

/** A seat for each required person, in the order of the rules. */
export function seatsOf(requirement: ApprovalRequirement): readonly Seat[] {
  return requirement.slots.flatMap(({ role, count }) =>
    Array.from({ length: count }, () => ({ role })),
  );
}

/**
 * The sitters one person makes: with `across-roles` one who may take any of the roles, with `within-role` one a role,
 * so that nobody sits twice for the same role but may stand for two.
 */
export function sittersOf(
  userRef: string,
  roles: readonly string[],
  distinct: ApprovalRequirement['distinct'],
): readonly Sitter[] {
  const unique = [...new Set(roles)];
  if (unique.length === 0) return [];
  if (distinct === 'across-roles') return [{ userRef, roles: unique }];
  return unique.map(role => ({ userRef, roles: [role] }));
}

/** The roles the requirement asks for, once each, in the order of the rules. */
export function requiredRoles(
  requirement: ApprovalRequirement,
): readonly string[] {
  return [...new Set(requirement.slots.map(slot => slot.role))];
}
