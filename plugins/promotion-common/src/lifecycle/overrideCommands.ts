// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { OverrideTarget } from '../model/Approval';
import { listing, roleTitle, withArticle } from '../model/titles';
import { overrideWords } from '../plan/overridesInForce';
import type { Command } from './Command';
import { isWaiting } from './isTerminal';
import { blockingGateIds, quorumHolds } from './obstacles';
import type { Promotion } from './Promotion';
import type { ViewerFacts } from './ViewerFacts';

/** A command without its name. */
export type CommandAnswer = Omit<Command, 'name'>;

/** Allowed. */
export function yes(more: Omit<CommandAnswer, 'allowed'> = {}): CommandAnswer {
  return { allowed: true, ...more };
}

/** Not allowed, and why. */
export function no(reason: string): CommandAnswer {
  return { allowed: false, reason };
}

/** Said to whoever is no person. */
export const PEOPLE_ONLY =
  'Only a person may do this; sign in as yourself, without a service acting for you.';

/** Whether decisions can still change anything: it waits, or its pull request does. */
export function isOpenToDecisions({ state }: Promotion): boolean {
  return isWaiting(state) || state === 'awaiting-merge';
}

/** The roles of these that the viewer holds now. */
export function heldRoles(
  { userRef, tally }: ViewerFacts,
  roles: readonly string[],
): string[] {
  return roles.filter(
    role => userRef !== undefined && tally.roleMembers[role]?.includes(userRef),
  );
}

/** "an SRE or an Engineering Lead". */
export function anyRole(
  { tally }: ViewerFacts,
  roles: readonly string[],
): string {
  return listing(
    roles.map(role => withArticle(roleTitle(role, tally.roleTitles))),
    'or',
  );
}

/** Whether the viewer may let something go, and what there is to let go now. */
export function mayOverride(
  promotion: Promotion,
  viewer: ViewerFacts,
): CommandAnswer {
  if (!isOpenToDecisions(promotion)) {
    return no('It no longer waits for anything that could be overridden.');
  }
  if (viewer.userRef === undefined) return no(PEOPLE_ONLY);
  const { overrides: rules, from, to } = promotion.terms.path;
  if (!rules) return no(`The rules let nobody override on ${from} → ${to}.`);
  const roles = heldRoles(viewer, rules.roles);
  if (roles.length === 0) {
    return no(`Overriding here needs ${anyRole(viewer, rules.roles)}.`);
  }
  const asked = promotion.requesterRefs.includes(viewer.userRef);
  if (asked && !rules.allowRequester) {
    return no('You asked for this promotion; somebody else must override.');
  }
  const targets = obstaclesOf(promotion).filter(target =>
    rules.targets.includes(overrideWords[target.kind]),
  );
  return targets.length === 0
    ? no('Nothing stands in the way that may be overridden.')
    : yes({ roles, targets });
}

/** Whether an override awaits this viewer's review. Nobody reviews their own. */
export function mayReview(_: Promotion, viewer: ViewerFacts): CommandAnswer {
  const due = viewer.overrides.filter(
    ({ review }) => review && review.reviewedAt === undefined,
  );
  if (due.length === 0) return no('No override awaits a review.');
  if (viewer.userRef === undefined) return no(PEOPLE_ONLY);
  const reviewers = due.flatMap(({ review }) => review?.role ?? []);
  const mine = due.filter(
    ({ review, userRef }) =>
      userRef !== viewer.userRef &&
      heldRoles(viewer, review ? [review.role] : []).length > 0,
  );
  return mine.length === 0
    ? no(
        `The review is for ${anyRole(viewer, [
          ...new Set(reviewers),
        ])}, and not for whoever overrode.`,
      )
    : yes({ roles: heldRoles(viewer, [...new Set(reviewers)]) });
}

function obstaclesOf(promotion: Promotion): readonly OverrideTarget[] {
  const { readiness } = promotion;
  if (!readiness) return [];
  return [
    ...blockingGateIds(promotion, readiness).map(gateId => ({
      kind: 'gate' as const,
      gateId,
    })),
    ...(quorumHolds(promotion, readiness)
      ? []
      : [{ kind: 'approval' as const }]),
    ...(['window', 'hold'] as const)
      .filter(kind => readiness.waits.some(wait => wait.kind === kind))
      .map(kind => ({ kind })),
    ...(readiness.barred ? [{ kind: 'barred' as const }] : []),
  ];
}
