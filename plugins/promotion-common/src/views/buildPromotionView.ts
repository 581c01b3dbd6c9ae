// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { helpersOf } from '../explain/helpersOf';
import { commandsOn } from '../commands/Command';
import type { Person, PromotionSubject } from '../commands/subjects';
import { isTerminal, isWaiting } from '../lifecycle/isTerminal';
import type { Promotion } from '../lifecycle/Promotion';
import type { ApprovalRequirement, Override } from '../model/Approval';
import { requirementOf } from '../plan/judge';
import { manifestDiffs } from './manifestDiffs';
import { explainPromotion } from './promotionHeadline';
import type { PromotionSummary, PromotionView } from './PromotionView';
import { timelineOf, type ChainedRecord } from './timeline';

/** Everything one promotion is shown from. */
export interface PromotionViewFacts {
  readonly subject: PromotionSubject;
  readonly records: readonly ChainedRecord[];
  /** Who looks, with what the policy lets them try. */
  readonly person: Person;
}

const BUSY_MS = 2_000;
const WAITING_MS = 5_000;
const ENDED_MS = 60_000;

/** One promotion with everything a reader needs and what this viewer may do. */
export function buildPromotionView(facts: PromotionViewFacts): PromotionView {
  const { subject, records, person } = facts;
  const { promotion, approvals, overrides } = subject;
  const { terms, ...shown } = promotion;
  const explanation = explainPromotion(promotion);
  const commitUrl =
    promotion.progress.revert?.change?.commitUrl ??
    promotion.progress.deployment?.change?.commitUrl;
  return {
    ...shown,
    headline: explanation.message,
    explanation,
    tone: explanation.tone,
    helpers: isWaiting(promotion.state)
      ? helpersOf(promotion.readiness?.obstacles ?? [])
      : [],
    requirement: requirementFor(promotion),
    roleTitles: { ...subject.roleTitles },
    approvals: [...approvals],
    overrides: [...overrides],
    diffs: promotion.diffs ?? manifestDiffs(promotion.fieldWrites),
    timeline: timelineOf(records),
    commands: commandsOn(subject, person),
    ...(commitUrl !== undefined && { commitUrl }),
    refreshAfterMs: refreshAfterMs(promotion),
  };
}

/** A promotion in a list. */
export function buildSummary(
  promotion: Promotion,
  overrides: readonly Override[],
): PromotionSummary {
  const { promotionId, kind, componentRef, from, to, release } = promotion;
  const { state, stateSince, targetState } = promotion;
  const { requestedBy, requestedAt, endedAt } = promotion;
  return {
    promotionId,
    kind,
    componentRef,
    from,
    to,
    release,
    state,
    stateSince,
    targetState,
    requestedBy,
    requestedAt,
    ...(endedAt !== undefined && { endedAt }),
    headline: explainPromotion(promotion).message,
    overridden: overrides.some(
      override => override.promotionId === promotionId,
    ),
  };
}

/** A rollback by hand needs nobody's agreement. */
function requirementFor({ kind, terms }: Promotion): ApprovalRequirement {
  const requirement = requirementOf(terms.path);
  return kind === 'rollback' ? { ...requirement, slots: [] } : requirement;
}

function refreshAfterMs({ state }: Promotion): number {
  if (isTerminal(state)) return ENDED_MS;
  const isBusy = ['queued', 'executing', 'validating', 'rolling-back'].includes(
    state,
  );
  return isBusy ? BUSY_MS : WAITING_MS;
}
