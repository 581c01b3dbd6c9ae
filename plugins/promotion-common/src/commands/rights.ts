// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { listing, roleTitle } from '../model/titles';
import { builtInRoles } from '../rules/pathSection';
import type { Refused } from './CommandRefusal';
import { refused } from './CommandRefusal';
import type { Caller, Surroundings } from './subjects';

type People = Pick<Surroundings, 'roleMembers' | 'roleTitles'>;

/** The roles of these that the person holds now. */
export function heldRoles(
  roles: readonly string[],
  { userRef }: Pick<Caller, 'userRef'>,
  { roleMembers }: People,
): string[] {
  return roles.filter(
    role => userRef !== undefined && roleMembers[role]?.includes(userRef),
  );
}

/** Which of these roles the person acts as; `what` completes "Only SRE or QA can …". */
export function needsRole(
  roles: readonly string[],
  what: string,
  who: { readonly person: Caller; readonly people: People },
): { readonly allowed: true; readonly as: readonly string[] } | Refused {
  const as = heldRoles(roles, who.person, who.people);
  if (as.length > 0) return { allowed: true, as };
  const titles = roles.map(role => titleOf(role, who.people));
  return roles.length === 0
    ? refused('needs-role', `The rules name nobody who can ${what}.`, {
        remedy: 'Name a role for it in the rules.',
      })
    : refused('needs-role', `Only ${listing(titles, 'or')} can ${what}.`, {
        whoCould: roles,
      });
}

/** What people call a role. */
export function titleOf(role: string, { roleTitles }: People): string {
  return builtInRoles[role] ?? roleTitle(role, roleTitles);
}

/** Whether the caller is on the requesting side. */
export function isRequester(
  person: Caller,
  { requesterRefs }: { readonly requesterRefs: readonly string[] },
): boolean {
  return person.requesterRefs.some(ref => requesterRefs.includes(ref));
}
