// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ChangeProgress,
  Promotion,
} from 'backstage-plugin-promotion-common';
import type { PrepareResult } from 'backstage-plugin-promotion-node';
import type { Action, ActionContext, ActionOutcome } from '../Action';
import { backwardRequest, forwardRequest } from '../changeRequests';
import { gatherOrEnd, judgeAgain } from './evaluate';

/**
 * Moves the branch to the prepared commit. It may have been prepared long ago: when it may no longer go it is only
 * looked for, and when it is not on the branch the promotion goes back to wait or to plan anew.
 */
export const publish: Action = async (promotion, context) => {
  const objection = await objectionTo(promotion, context);
  if (objection === undefined) {
    return publishChange(promotion.progress.deployment, context);
  }
  const looked = await look(promotion, context);
  return wasFound(looked) || objection === 'plan-anew'
    ? looked
    : { events: [...looked.events, objection] };
};

/** A rollback by hand is asked for nothing again, so nothing is gathered for it. */
async function objectionTo(promotion: Promotion, context: ActionContext) {
  if (promotion.kind === 'rollback') return undefined;
  const gathered = await gatherOrEnd(promotion, context);
  return gathered.snapshot
    ? judgeAgain(promotion, gathered.snapshot)
    : gathered.event;
}

/** The same for the way back. */
export const publishRevert: Action = async (promotion, context) =>
  publishChange(promotion.progress.revert, context);

/**
 * Only looks whether the prepared commit got onto the branch; publishes nothing. Preparing is harmless and begins with
 * looking for a commit of this promotion.
 */
export const look: Action = async (promotion, { deployer, signal }) =>
  whatWasFound(await deployer.prepare(forwardRequest(promotion), { signal }));

/** The same for the way back. */
export const lookRevert: Action = async (promotion, { deployer, signal }) =>
  whatWasFound(await deployer.revert(backwardRequest(promotion), { signal }));

function whatWasFound(found: PrepareResult): ActionOutcome {
  if (found.kind !== 'already-published') {
    return {
      events: [
        {
          type: 'publish-raced',
          message: 'The prepared commit is not on the branch.',
        },
      ],
    };
  }
  const { commit, commitUrl } = found;
  return {
    events: [{ type: 'published', commit, ...(commitUrl && { commitUrl }) }],
  };
}

function wasFound({ events }: ActionOutcome): boolean {
  return events.some(({ type }) => type === 'published');
}

async function publishChange(
  progress: ChangeProgress | undefined,
  { deployer, signal }: ActionContext,
): Promise<ActionOutcome> {
  const change = progress?.change;
  if (!change) {
    throw new Error('There is no prepared commit to publish.');
  }
  const result = await deployer.publish(change, { signal });
  if (result.kind === 'raced') {
    return { events: [{ type: 'publish-raced', message: result.message }] };
  }
  const { commit, commitUrl } = result;
  return {
    events: [{ type: 'published', commit, ...(commitUrl && { commitUrl }) }],
  };
}
