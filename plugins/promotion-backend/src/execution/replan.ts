// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import type { TransitionEvent } from 'backstage-plugin-promotion-common/lifecycle';
import { planChanges } from 'backstage-plugin-promotion-common/plan';
import { planBack, planPath, type PlannedPath } from '../facts/planPath';
import type { ActionContext } from './Action';

/**
 * Plans a promotion again by the snapshot of this step, with a fresh look at the manifests. Absent: it came out the same,
 * or the target already holds what would be written, which preparing finds out by itself. Otherwise what the core is to
 * be told.
 *
 * @throws SourceUnreachableError
 */
export async function replan(
  promotion: Promotion,
  snapshot: Snapshot,
  context: ActionContext,
): Promise<TransitionEvent | undefined> {
  const planned = await planAgain(promotion, snapshot, context);
  if (planned.ok) {
    return planned.plan.contentHash === promotion.contentHash
      ? undefined
      : planChanged(promotion, planned);
  }
  const { code, message } = planned.refusal;
  return code === 'already-there'
    ? undefined
    : { type: 'plan-failed', code, message };
}

async function planAgain(
  promotion: Promotion,
  snapshot: Snapshot,
  context: ActionContext,
): Promise<PlannedPath> {
  const { from, to, release, requesterRefs, promotionId } = promotion;
  const request = { from, to, release, requesterRefs, promotionId };
  const ports = {
    deployer: context.deployer,
    // The release is known: it is the promotion's own.
    releases: { releases: async () => [] },
  };
  return promotion.kind === 'rollback'
    ? planBack(request, snapshot, ports, context)
    : planPath(request, snapshot, ports, context);
}

function planChanged(
  promotion: Promotion,
  { plan, terms }: Extract<PlannedPath, { readonly ok: true }>,
): TransitionEvent {
  return {
    type: 'plan-changed',
    contentHash: plan.contentHash,
    release: plan.release,
    fieldWrites: plan.fieldWrites,
    applications: plan.applications,
    diffs: plan.diffs,
    changes: planChanges(promotion, plan),
    terms,
    pathHash: plan.pathHash,
    rulesRevision: plan.rulesRevision,
    ...(plan.releaseBefore && { releaseBefore: plan.releaseBefore }),
  };
}
