// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Override } from '../model/Approval';
import { formatMoment } from '../model/formatMoment';
import { entityName } from '../model/titles';
import type { Effect } from './effects';
import type { TerminalState } from './isTerminal';
import { isTerminal } from './isTerminal';
import { restoringRoles } from '../rules/pathSection';
import type { Promotion } from './Promotion';

type Notice = Extract<Effect, { readonly kind: 'notify' }>;

/** "checkout 2.4.0 to staging", or "checkout back to 2.3.0 in staging". */
export function promotionTitle(
  promotion: Pick<Promotion, 'kind' | 'componentRef' | 'release' | 'to'>,
): string {
  const component = entityName(promotion.componentRef);
  const { version } = promotion.release;
  return promotion.kind === 'rollback'
    ? `${component} back to ${version} in ${promotion.to}`
    : `${component} ${version} to ${promotion.to}`;
}

/** Asks those who can fill the open slots, and nobody else. */
export function approvalNeeded(promotion: Promotion): Notice {
  const open = (promotion.readiness?.tally.slots ?? []).filter(
    slot => slot.userRef === undefined,
  );
  return {
    kind: 'notify',
    topic: 'approval-needed',
    recipientRefs: unique(open.flatMap(slot => slot.candidates)),
    recipientRoles: unique(open.map(slot => slot.role)),
    title: `Your approval is asked for: ${promotionTitle(promotion)}`,
    description: promotion.readiness?.headline ?? promotion.reason ?? '',
  };
}

/** Asks whoever may roll back there, and tells whoever asked. */
export function decisionNeeded(promotion: Promotion): Notice {
  return {
    kind: 'notify',
    topic: 'decision-needed',
    recipientRefs: requesters(promotion),
    recipientRoles: [...restoringRoles(promotion.terms.path)],
    title: `A decision is needed: ${promotionTitle(promotion)}`,
    description: promotion.outcome?.message ?? '',
  };
}

/** Tells who must review an override afterwards: at once, and again if it is overdue. None asked for: nothing. */
export function reviewNotices(
  promotion: Pick<Promotion, 'kind' | 'componentRef' | 'release' | 'to'>,
  { overrideId, review }: Override,
): readonly Notice[] {
  if (!review) return [];
  const title = promotionTitle(promotion);
  const due = formatMoment(review.dueAt);
  const notice = {
    kind: 'notify',
    topic: 'review-needed',
    recipientRefs: [],
    recipientRoles: [review.role],
  } as const;
  return [
    {
      ...notice,
      title: `Review due: override of ${title}`,
      description: `Due ${due}.`,
    },
    {
      ...notice,
      title: `Review overdue: override of ${title}`,
      description: `It was due ${due}. Until it is reviewed, the role that overrode can override nothing else here.`,
      later: { at: review.dueAt, unlessReviewed: overrideId },
    },
  ];
}

/** What is said of each end, to whoever asked. Absent: they did it themselves, or their newer request did. */
const topicOf = {
  succeeded: 'succeeded',
  'rolled-back': 'rolled-back',
  'rollback-failed': 'failed',
  failed: 'failed',
  errored: 'failed',
  rejected: 'failed',
  expired: 'failed',
  cancelled: undefined,
  superseded: undefined,
} satisfies Record<TerminalState, Notice['topic'] | undefined>;

/** Tells whoever asked how it ended. */
export function ended(promotion: Promotion): readonly Notice[] {
  const topic = isTerminal(promotion.state)
    ? topicOf[promotion.state]
    : undefined;
  if (topic === undefined) return [];
  return [
    {
      kind: 'notify',
      topic,
      recipientRefs: requesters(promotion),
      recipientRoles: [],
      title: `${promotionTitle(promotion)}: ${promotion.state}`,
      description: promotion.outcome?.message ?? '',
    },
  ];
}

function requesters(promotion: Promotion): readonly string[] {
  return promotion.requesterRefs.filter(ref => ref.startsWith('user:'));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
