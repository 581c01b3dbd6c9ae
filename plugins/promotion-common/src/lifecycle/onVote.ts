// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isBefore } from '../model/moment';
import { entityName, personTitle, roleTitle } from '../model/titles';
import { reviewNotices } from './notices';
import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, ignore, notHere, stay } from './steps';

type VoteEvent = EventOf<
  'approved' | 'rejected' | 'approval-withdrawn' | 'overridden'
>;

/**
 * People's decisions, while they can still change anything. They count for their content only, and never by whoever
 * asked unless the rules say so. Whether an approval counts is for the next `evaluated`; a rejection, which the command
 * let through only for somebody who may vote, ends it at once.
 */
export function onVote(
  promotion: Promotion,
  event: VoteEvent,
  context: TransitionContext,
): Step {
  switch (event.type) {
    case 'approved':
    case 'rejected':
      return onApproval(promotion, event, context);
    case 'approval-withdrawn':
      return stay(
        promotion,
        `${personTitle(event.userRef)} took their decision back.`,
      );
    case 'overridden':
      return onOverride(promotion, event);
    default:
      return notHere(promotion, event);
  }
}

function onApproval(
  promotion: Promotion,
  { type, approval }: EventOf<'approved' | 'rejected'>,
  { at }: TransitionContext,
): Step {
  const who = personTitle(approval.userRef);
  if (approval.contentHash !== promotion.contentHash) {
    return ignore(
      'other-content',
      `${who} decided on other content than what would be deployed now.`,
    );
  }
  const { allowRequester } = promotion.terms.path.approvals;
  if (!allowRequester && promotion.requesterRefs.includes(approval.userRef)) {
    return ignore(
      'requester',
      `${who} asked for this promotion; somebody else must agree.`,
    );
  }
  if (approval.expiresAt !== undefined && !isBefore(at, approval.expiresAt)) {
    return ignore('no-change', `${who}'s decision has expired already.`);
  }
  const role = approval.role && ` as ${roleTitle(approval.role)}`;
  const comment = approval.comment ? `: ${approval.comment}` : '.';
  if (type === 'approved') {
    return stay(promotion, `${who} agreed${role ?? ''}${comment}`);
  }
  return end(promotion, 'rejected', {
    at,
    outcome: {
      code: 'rejected',
      message: `${who} rejected${role ?? ''}${comment}`,
    },
  });
}

function onOverride(
  promotion: Promotion,
  { override }: EventOf<'overridden'>,
): Step {
  const who = personTitle(override.userRef);
  if (override.contentHash !== promotion.contentHash) {
    return ignore(
      'other-content',
      `${who} overrode something on other content than what would be deployed now.`,
    );
  }
  const { target } = override;
  const what =
    target.kind === 'gate' ? `the gate ${target.gateId}` : words[target.kind];
  return stay(
    promotion,
    `${who} let ${what} go for ${entityName(promotion.componentRef)} ${
      promotion.release.version
    }: ${override.reason}`,
    reviewNotices(promotion, override),
  );
}

const words = {
  approval: 'the missing approval',
  window: 'the window',
  hold: 'the hold',
  barred: 'the bar on this release',
} as const;

/** Somebody else requested the same: whoever requests does not also approve. */
export function onJoined(promotion: Promotion, event: EventOf<'joined'>): Step {
  const requesterRefs = [
    ...new Set([...promotion.requesterRefs, ...event.requesterRefs]),
  ];
  if (requesterRefs.length === promotion.requesterRefs.length) {
    return ignore('no-change', 'They are a requester already.');
  }
  return stay(
    { ...promotion, requesterRefs },
    `${personTitle(event.actor.ref)} requested it too${
      event.reason ? `: ${event.reason}` : '.'
    }`,
  );
}
