// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { canVote } from '../approvals/canVote';
import type { Approval } from '../model/Approval';
import { isBefore, millisOf } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { requirementOf } from '../plan/judge';
import type { CommandAnswer } from './overrideCommands';
import { isOpenToDecisions, no, PEOPLE_ONLY, yes } from './overrideCommands';
import type { Promotion } from './Promotion';
import type { ViewerFacts } from './ViewerFacts';

const TOO_LATE = 'It no longer waits for anybody to agree.';

/** Whether the viewer may approve or reject now, and as which roles. */
export function mayVote(
  decision: Approval['decision'],
  promotion: Promotion,
  { viewer, now }: { readonly viewer: ViewerFacts; readonly now: Timestamp },
): CommandAnswer {
  if (!isOpenToDecisions(promotion)) return no(TOO_LATE);
  if (promotion.kind === 'rollback') {
    return no('Nobody need agree to going back.');
  }
  if (viewer.userRef === undefined) return no(PEOPLE_ONLY);
  const requirement = requirementOf(promotion.terms.path);
  const vote = canVote(requirement, viewer.tally, viewer.userRef);
  if (!vote.ok) return no(vote.message);
  const mine = standingDecision(viewer, now);
  if (mine?.decision === 'approved' && decision === 'approved') {
    return no('You have agreed already.');
  }
  return yes({ roles: vote.roles });
}

/** Whether the viewer has a decision that stands and could be taken back. */
export function mayWithdraw(
  promotion: Promotion,
  viewer: ViewerFacts,
  now: Timestamp,
): CommandAnswer {
  if (!isOpenToDecisions(promotion)) return no(TOO_LATE);
  if (viewer.userRef === undefined) return no(PEOPLE_ONLY);
  return standingDecision(viewer, now)
    ? yes()
    : no('You have not decided here, or your decision no longer counts.');
}

function standingDecision(
  { userRef, tally }: ViewerFacts,
  now: Timestamp,
): Approval | undefined {
  const newest = tally.approvals
    .filter(
      approval =>
        approval.userRef === userRef &&
        approval.contentHash === tally.contentHash,
    )
    .sort((a, b) => millisOf(a.decidedAt) - millisOf(b.decidedAt))
    .at(-1);
  const stands =
    newest?.withdrawnAt === undefined &&
    newest?.dismissedAt === undefined &&
    (newest?.expiresAt === undefined || isBefore(now, newest.expiresAt));
  return stands ? newest : undefined;
}
