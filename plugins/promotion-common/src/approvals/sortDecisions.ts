// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../model/formatMoment';
import type { Approval, ApprovalRequirement, Tally } from '../model/Approval';
import { isBefore, millisOf } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { personTitle, roleTitle } from '../model/titles';
import { requiredRoles } from './seats';
import type { TallyFacts } from './TallyFacts';

/** Why a decision was set aside, with the sentence for the person it concerns. */
export type Dismissal = Tally['dismissals'][number];

/** A decision that counts, and the roles it may count for. */
export interface CountedDecision {
  readonly approval: Approval;
  readonly roles: readonly string[];
}

/** Decisions that count, oldest first, and those that do not. */
export interface SortedDecisions {
  readonly counted: readonly CountedDecision[];
  readonly dismissals: readonly Dismissal[];
}

/**
 * Sorts out which decisions count: for this content since the plan last changed, the newest of each person, not taken back, not expired, not by
 * somebody who asked, by somebody who holds a required role now. A stated role is a constraint.
 */
export function sortDecisions(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
  now: Timestamp,
): SortedDecisions {
  const counted: CountedDecision[] = [];
  const dismissals: Dismissal[] = [];
  const newest = newestPerPerson(facts);
  for (const approval of inOrder(facts.approvals)) {
    const roles = rolesFor(requirement, facts, approval);
    const because = dismissalOf(requirement, facts, {
      approval,
      isNewest: newest.get(approval.userRef) === approval,
      roles,
      now,
    });
    if (because === undefined) counted.push({ approval, roles });
    else
      dismissals.push({
        userRef: approval.userRef,
        approvalId: approval.approvalId,
        ...because,
      });
  }
  return { counted, dismissals };
}

/** The required roles a person holds now; with a stated role, that one alone. */
function rolesFor(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
  approval: Approval,
): readonly string[] {
  return requiredRoles(requirement).filter(
    role =>
      (approval.role ?? role) === role &&
      facts.roleMembers[role]?.includes(approval.userRef),
  );
}

interface Candidate {
  readonly approval: Approval;
  readonly isNewest: boolean;
  readonly roles: readonly string[];
  readonly now: Timestamp;
}

function dismissalOf(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
  { approval, isNewest, roles, now }: Candidate,
): Pick<Dismissal, 'reason' | 'message'> | undefined {
  const person = personTitle(approval.userRef);
  if (approval.dismissedAt !== undefined) {
    return {
      reason: 'other-content',
      message: `${person} decided before ${formatMoment(
        approval.dismissedAt,
      )}. ${
        approval.dismissedBecause ?? 'What would be deployed has changed since.'
      } It can be given again.`,
    };
  }
  if (approval.contentHash !== facts.contentHash) {
    return {
      reason: 'other-content',
      message: `${person} decided on something else: what would be deployed has changed since.`,
    };
  }
  if (!isNewest) {
    return {
      reason: 'replaced',
      message: `${person} decided again later; the newer decision stands.`,
    };
  }
  if (approval.withdrawnAt !== undefined) {
    return {
      reason: 'withdrawn',
      message: `${person} took this decision back.`,
    };
  }
  if (approval.expiresAt !== undefined && !isBefore(now, approval.expiresAt)) {
    return {
      reason: 'expired',
      message: `${person}'s decision expired on ${formatMoment(
        approval.expiresAt,
      )}; it can be given again.`,
    };
  }
  if (
    !requirement.allowRequester &&
    facts.requesterRefs.includes(approval.userRef)
  ) {
    return {
      reason: 'requester',
      message: `${person} asked for this promotion; somebody else must agree.`,
    };
  }
  if (roles.length > 0) return undefined;
  return noRoleDismissal(requirement, facts, approval);
}

function noRoleDismissal(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
  approval: Approval,
): Pick<Dismissal, 'reason' | 'message'> {
  const person = personTitle(approval.userRef);
  const required = requiredRoles(requirement);
  if (required.length === 0) {
    return { reason: 'not-needed', message: 'Nobody need agree on this path.' };
  }
  const { role } = approval;
  if (role !== undefined && !required.includes(role)) {
    return {
      reason: 'not-needed',
      message: `${person} stood for ${roleTitle(
        role,
        facts.roleTitles,
      )}, which need not agree on this path.`,
    };
  }
  const titles = (role === undefined ? required : [role]).map(name =>
    roleTitle(name, facts.roleTitles),
  );
  return {
    reason: 'not-a-member',
    message: `${person} does not hold ${titles.join(' or ')} now.`,
  };
}

function newestPerPerson(facts: TallyFacts): Map<string, Approval> {
  return new Map(
    inOrder(facts.approvals)
      .filter(approval => approval.contentHash === facts.contentHash)
      .map(approval => [approval.userRef, approval]),
  );
}

function inOrder(approvals: readonly Approval[]): readonly Approval[] {
  return [...approvals].sort(
    (a, b) =>
      millisOf(a.decidedAt) - millisOf(b.decidedAt) ||
      (a.approvalId < b.approvalId ? -1 : 1),
  );
}
