// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { helpersOf } from '../explain/helpersOf';
import type { Snapshot } from '../facts';
import { allowedCommands } from '../lifecycle/allowedCommands';
import type { CommandName } from '../lifecycle/Command';
import { isTerminal, isWaiting } from '../lifecycle/isTerminal';
import type { Promotion } from '../lifecycle/Promotion';
import type {
  Approval,
  ApprovalRequirement,
  Override,
} from '../model/Approval';
import { roleTitlesOf } from '../model/titles';
import { requirementOf } from '../plan/judge';
import { manifestDiffs } from './manifestDiffs';
import { explainPromotion } from './promotionHeadline';
import type { PromotionSummary, PromotionView } from './PromotionView';
import { timelineOf, type ChainedRecord } from './timeline';

/** Everything one promotion is shown from. */
export interface PromotionViewFacts {
  readonly promotion: Promotion;
  readonly records: readonly ChainedRecord[];
  readonly approvals: readonly Approval[];
  readonly overrides: readonly Override[];
  /** Absent: the component is no longer in the catalog, or no rules apply to it any more. */
  readonly snapshot?: Pick<Snapshot, 'roleMembers' | 'rules'>;
  readonly viewer: {
    readonly userRef?: string;
    readonly permitted: readonly CommandName[];
  };
  readonly now: string;
}

const BUSY_MS = 2_000;
const WAITING_MS = 5_000;
const ENDED_MS = 60_000;

/** One promotion with everything a reader needs and what this viewer may do. */
export function buildPromotionView(facts: PromotionViewFacts): PromotionView {
  const { promotion, records, approvals, overrides, snapshot, viewer, now } =
    facts;
  const { terms, ...shown } = promotion;
  const roleTitles = snapshot ? roleTitlesOf(snapshot.rules.rules.roles) : {};
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
    roleTitles,
    approvals: [...approvals],
    overrides: [...overrides],
    diffs: promotion.diffs ?? manifestDiffs(promotion.fieldWrites),
    timeline: timelineOf(records),
    commands: allowedCommands(
      promotion,
      {
        ...viewer,
        overrides,
        tally: {
          approvals,
          contentHash: promotion.contentHash,
          requesterRefs: promotion.requesterRefs,
          roleMembers: snapshot?.roleMembers ?? {},
          roleTitles,
        },
      },
      now,
    ),
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
