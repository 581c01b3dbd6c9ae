// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import type { PrepareResult } from 'backstage-plugin-promotion-node';
import type { Action, ActionOutcome } from '../Action';
import { backwardRequest, forwardRequest } from '../changeRequests';
import { gatherOrEnd, judgeAgain } from './evaluate';
import { replan } from '../replan';

/**
 * Makes the commit object, which is harmless, and hands it over to be persisted. The plan is computed and judged once
 * more first, also by a process that takes over later: what is published is what was agreed to and may go, or nothing.
 */
export const prepare: Action = async (promotion, context) => {
  const gathered = await gatherOrEnd(promotion, context);
  if (!gathered.snapshot) return { events: [gathered.event] };
  const { snapshot } = gathered;
  const moved = await replan(promotion, snapshot, context);
  if (moved) return { events: [moved] };
  const objection = judgeAgain(promotion, snapshot);
  if (objection && objection !== 'plan-anew') return { events: [objection] };
  const head = await context.stores.promotions.head(promotion.promotionId);
  const result = await context.deployer.prepare(
    forwardRequest(promotion, head),
    { signal: context.signal },
  );
  return outcomeOf(promotion, result);
};

/** The same for the way back. What people agreed to is no question there: fields that no longer hold what we wrote are. */
export const prepareRevert: Action = async (promotion, context) => {
  const head = await context.stores.promotions.head(promotion.promotionId);
  const result = await context.deployer.revert(
    backwardRequest(promotion, head),
    { signal: context.signal },
  );
  return outcomeOf(promotion, result);
};

function outcomeOf(promotion: Promotion, result: PrepareResult): ActionOutcome {
  switch (result.kind) {
    case 'prepared':
      return { events: [{ type: 'prepared', change: result.change }] };
    case 'unchanged':
      return { events: [{ type: 'nothing-to-change', commit: result.commit }] };
    case 'refused':
      return { events: [{ type: 'change-refused', message: result.message }] };
    case 'conflict':
      return { events: [{ type: 'change-conflicts', fields: result.fields }] };
    case 'already-published':
      return { events: alreadyPublished(promotion, result) };
    default:
      return result satisfies never;
  }
}

/** An earlier round's commit is on the branch after all: it is taken up as if it had just been made and published. */
function alreadyPublished(
  promotion: Promotion,
  found: Extract<PrepareResult, { readonly kind: 'already-published' }>,
): ActionOutcome['events'] {
  const [target] = promotion.terms.target.targets;
  if (!target) return [{ type: 'nothing-to-change', commit: found.commit }];
  const { commit, commitUrl } = found;
  const change = {
    repositoryUrl: target.manifest.repositoryUrl,
    branch: target.manifest.branch,
    baseCommit: commit,
    commit,
    ...(commitUrl !== undefined && { commitUrl }),
    writes: promotion.fieldWrites,
  };
  return [
    { type: 'prepared', change },
    { type: 'published', commit, ...(commitUrl && { commitUrl }) },
  ];
}
