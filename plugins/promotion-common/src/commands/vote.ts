// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { canVote } from '../approvals/canVote';
import { allow } from '../lifecycle/PersonEvent';
import type { Promotion } from '../lifecycle/Promotion';
import { isWaiting } from '../lifecycle/isTerminal';
import type { Approval } from '../model/Approval';
import { isBefore, millisOf, plusMs } from '../model/moment';
import type { ContentHash } from '../model/scalars';
import { requirementOf } from '../plan/judge';
import type { CommandRule, GivenOf, Offer } from './CommandRule';
import type { Refused } from './CommandRefusal';
import { refused } from './CommandRefusal';
import type { Person, PromotionSubject } from './subjects';

const TOO_LATE = refused(
  'not-open',
  'This promotion no longer needs approval.',
);

/** Whether people's decisions can still change anything: it waits, or its pull request does. */
export function isOpenToDecisions({
  state,
}: Pick<Promotion, 'state'>): boolean {
  return isWaiting(state) || state === 'awaiting-merge';
}

/** Refuses a decision about something else than what would be deployed now. */
export function unseen(
  contentHash: ContentHash,
  promotion: Pick<Promotion, 'contentHash' | 'to'>,
): Refused | undefined {
  return contentHash === promotion.contentHash
    ? undefined
    : refused(
        'outdated',
        `The plan for ${promotion.to} changed after you opened it. Review it, then decide.`,
      );
}

function offerVote(
  decision: Approval['decision'],
  subject: PromotionSubject,
  person: Person,
): Offer | Refused {
  const { promotion, roleMembers, roleTitles } = subject;
  if (!isOpenToDecisions(promotion)) return TOO_LATE;
  if (promotion.kind === 'rollback') {
    return refused('not-needed', 'A rollback needs no approval.');
  }
  const vote = canVote(
    requirementOf(promotion.terms.path),
    {
      approvals: [],
      contentHash: promotion.contentHash,
      requesterRefs: promotion.requesterRefs,
      roleMembers,
      ...(roleTitles && { roleTitles }),
    },
    person.userRef ?? '',
  );
  if (!vote.ok) {
    const { slots } = promotion.terms.path.approvals;
    const code = vote.code === 'not-a-member' ? 'needs-role' : vote.code;
    return refused(code, vote.message, {
      ...(vote.code === 'not-a-member' && {
        whoCould: [...new Set(slots.map(({ role }) => role))],
      }),
    });
  }
  const mine = standingDecision(subject, person);
  return mine?.decision === decision
    ? refused('already-decided', `You have ${decision} this already.`)
    : { allowed: true, as: vote.roles };
}

function approvalOf(
  decision: Approval['decision'],
  given: GivenOf<'approve'>,
  facts: {
    readonly subject: PromotionSubject;
    readonly person: Person;
    readonly offer: Offer;
  },
): Approval | Refused {
  const { promotion, now } = facts.subject;
  const { role, comment, contentHash, approvalId } = given;
  const roles = facts.offer.as ?? [];
  const other = unseen(contentHash, promotion);
  if (other) return other;
  if (role !== undefined && !roles.includes(role)) {
    return refused('needs-role', `You do not have the role ${role} here.`, {
      remedy: `Decide as ${roles.join(' or ')}.`,
    });
  }
  return {
    approvalId,
    promotionId: promotion.promotionId,
    userRef: facts.person.userRef ?? '',
    decision,
    contentHash,
    ...(role !== undefined && { role }),
    ...(comment !== undefined && { comment }),
    decidedAt: now,
    expiresAt: plusMs(now, promotion.terms.path.approvals.expireAfter),
    membershipProof: roles.map(held => ({
      role: held,
      via: [...(given.membershipProof?.[held] ?? [])],
    })),
    evidenceIds: evidenceSeen(promotion),
  };
}

/** Approving: for exactly the content that was seen, as any role of the path the person holds. */
export const approveRule: CommandRule<'approve'> = {
  offer: (subject, person) => offerVote('approved', subject, person),
  decide: (given, facts) => {
    const approval = approvalOf('approved', given, facts);
    return 'refusal' in approval
      ? approval
      : {
          allowed: true,
          decision: { approval, event: allow({ type: 'approved', approval }) },
        };
  },
};

/** Rejecting: like approving, and it ends the promotion. */
export const rejectRule: CommandRule<'reject'> = {
  offer: (subject, person) => offerVote('rejected', subject, person),
  decide: (given, facts) => {
    const approval = approvalOf('rejected', given, facts);
    return 'refusal' in approval
      ? approval
      : {
          allowed: true,
          decision: { approval, event: allow({ type: 'rejected', approval }) },
        };
  },
};

/** Taking the own decision back, until execution starts. */
export const withdrawRule: CommandRule<'withdraw'> = {
  offer: (subject, person) => {
    if (!isOpenToDecisions(subject.promotion)) return TOO_LATE;
    return standingDecision(subject, person)
      ? { allowed: true }
      : refused(
          'nothing-to-withdraw',
          'You have no decision here that counts and could be withdrawn.',
        );
  },
  decide: (_, { person }) => {
    const userRef = person.userRef ?? '';
    return {
      allowed: true,
      decision: {
        event: allow({ type: 'approval-withdrawn', userRef }),
        withdrawal: { userRef },
      },
    };
  },
};

function standingDecision(
  { approvals, promotion, now }: PromotionSubject,
  { userRef }: Person,
): Approval | undefined {
  const newest = approvals
    .filter(
      approval =>
        approval.userRef === userRef &&
        approval.contentHash === promotion.contentHash,
    )
    .sort((a, b) => millisOf(a.decidedAt) - millisOf(b.decidedAt))
    .at(-1);
  const stands =
    newest?.withdrawnAt === undefined &&
    newest?.dismissedAt === undefined &&
    (newest?.expiresAt === undefined || isBefore(now, newest.expiresAt));
  return stands ? newest : undefined;
}

/** The evidence behind the verdicts that were there to see. */
function evidenceSeen({ readiness }: Promotion): string[] {
  const ids = readiness?.gates.flatMap(gate => gate.evidenceIds);
  return [...new Set(ids ?? [])];
}
