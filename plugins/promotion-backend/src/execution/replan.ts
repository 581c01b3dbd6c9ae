// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import {
  planChanges,
  type Promotion,
  type TransitionEvent,
} from 'backstage-plugin-promotion-common';
import {
  planBack,
  planPath,
  type PlannedPath,
} from '../promotions/planning/planPath';
import { RefusedError } from '../RefusedError';
import type { ActionContext } from './Action';

/**
 * Plans a promotion anew, with a fresh look at the manifests. Absent: it came out the same, or the target already holds
 * what would be written, which preparing finds out by itself. Otherwise what the core is to be told.
 *
 * @throws SourceUnreachableError
 */
export async function replan(
  promotion: Promotion,
  context: ActionContext,
): Promise<TransitionEvent | undefined> {
  try {
    const planned = await planAgain(promotion, context);
    return planned.plan.contentHash === promotion.contentHash
      ? undefined
      : planChanged(promotion, planned);
  } catch (error) {
    if (error instanceof RefusedError) {
      return error.code === 'already-there'
        ? undefined
        : { type: 'plan-failed', code: error.code, message: error.message };
    }
    if (error instanceof NotFoundError || isInputError(error)) {
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'plan-failed', code: 'configuration', message };
    }
    throw error;
  }
}

async function planAgain(
  promotion: Promotion,
  context: ActionContext,
): Promise<PlannedPath> {
  const { componentRef, from, to, release, requesterRefs, promotionId } =
    promotion;
  const request = {
    componentRef,
    from,
    to,
    release,
    requesterRefs,
    promotionId,
  };
  const ports = {
    ...context,
    clock: { now: async () => context.now },
    releases: { releases: async () => [] },
  };
  return promotion.kind === 'rollback'
    ? planBack(request, ports, context)
    : planPath(request, ports, context);
}

function planChanged(
  promotion: Promotion,
  { plan, terms }: PlannedPath,
): TransitionEvent {
  return {
    type: 'plan-changed',
    contentHash: plan.contentHash,
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

function isInputError(error: unknown): boolean {
  return error instanceof Error && error.name === 'InputError';
}
