// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { listing, roleTitle } from '../model/titles';
import { builtInRoles } from '../rules/pathSection';
import type { Promotion } from '../lifecycle/Promotion';
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

/**
 * Whether the caller, or whom they act for, asked for this: what a requester's rights hang on. Coming through the same
 * service as a requester makes nobody one, and a service that only asked for people is none itself.
 */
export function isRequester(
  { actor: { ref, onBehalfOf } }: Pick<Caller, 'actor'>,
  {
    requesterRefs,
    requestedBy,
  }: Pick<Promotion, 'requesterRefs' | 'requestedBy'>,
): boolean {
  const self = onBehalfOf ?? ref;
  const askedForItself =
    isUser(self) ||
    !requesterRefs.some(isUser) ||
    (requestedBy.ref === self && requestedBy.onBehalfOf === undefined);
  return askedForItself && requesterRefs.includes(self);
}

function isUser(ref: string): boolean {
  return ref.startsWith('user:');
}

/** Whether the caller shares anything with the requesting side: too close to judge it. */
export function isOnRequestingSide(
  person: Caller,
  { requesterRefs }: { readonly requesterRefs: readonly string[] },
): boolean {
  return person.requesterRefs.some(ref => requesterRefs.includes(ref));
}
