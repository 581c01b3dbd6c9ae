// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  allowedCommands,
  isTerminal,
  requirementOf,
  type Approval,
  type ApprovalRequirement,
  type CommandName,
  type Override,
  type Promotion,
  type PromotionSummary,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import type { StoredRecord } from '../store/recordChain';
import { manifestDiffs } from './manifestDiffs';
import { explainPromotion } from './promotionHeadline';
import { roleTitlesOf } from './roleTitles';
import { timelineOf } from './timeline';

/** Everything one promotion is shown from. */
export interface PromotionViewFacts {
  readonly promotion: Promotion;
  readonly records: readonly StoredRecord[];
  readonly approvals: readonly Approval[];
  readonly overrides: readonly Override[];
  /** Absent: the component is no longer in the catalog, or no rules apply to it any more. */
  readonly dossier?: Pick<ComponentDossier, 'roleMembers' | 'rules'>;
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
  const { promotion, records, approvals, overrides, dossier, viewer, now } =
    facts;
  const { terms, ...shown } = promotion;
  const roleTitles = dossier ? roleTitlesOf(dossier.rules.rules) : {};
  const explanation = explainPromotion(promotion);
  const commitUrl =
    promotion.progress.revert?.change?.commitUrl ??
    promotion.progress.deployment?.change?.commitUrl;
  return {
    ...shown,
    headline: explanation.message,
    explanation,
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
          roleMembers: dossier?.roleMembers ?? {},
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
