// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApprovalRequirement } from '../model/Approval';
import type { EntityRef } from '../model/scalars';
import { listing, roleTitle } from '../model/titles';
import { requiredRoles } from './seats';
import type { TallyFacts } from './TallyFacts';

/** Whether a decision of this person could count, and for which roles; else why not, said to the person. */
export type CanVote =
  | { readonly ok: true; readonly roles: string[] }
  | {
      readonly ok: false;
      readonly code: 'not-needed' | 'requester' | 'not-a-member';
      readonly message: string;
    };

/**
 * Whether a person may approve or reject: what the Approve button shows and the route enforces. Says nothing about
 * the promotion's state. Whoever may not vote is told what stands against it.
 */
export function canVote(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
  userRef: EntityRef,
): CanVote {
  const required = requiredRoles(requirement);
  if (required.length === 0) {
    return {
      ok: false,
      code: 'not-needed',
      message: 'This path needs no approval.',
    };
  }
  if (!requirement.allowRequester && facts.requesterRefs.includes(userRef)) {
    return {
      ok: false,
      code: 'requester',
      message: 'You requested this promotion, so someone else must approve it.',
    };
  }
  const roles = required.filter(role =>
    facts.roleMembers[role]?.includes(userRef),
  );
  if (roles.length > 0) return { ok: true, roles };
  const titles = required.map(role => roleTitle(role, facts.roleTitles));
  return {
    ok: false,
    code: 'not-a-member',
    message: `Only ${listing(titles, 'or')} can approve here.`,
  };
}
