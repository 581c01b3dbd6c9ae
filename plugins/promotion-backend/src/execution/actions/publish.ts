// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import type {
  ChangeProgress,
  TransitionEvent,
} from 'backstage-plugin-promotion-common/lifecycle';
import {
  SourceUnreachableError,
  TerminalError,
  type PrepareResult,
} from 'backstage-plugin-promotion-node';
import type { Action, ActionContext, ActionOutcome } from '../Action';
import { backwardRequest, forwardRequest } from '../changeRequests';
import { delayAfterError } from '../delays';
import { gatherOrEnd, judgeAgain } from './evaluate';

/**
 * Moves the branch to the prepared commit. It may have been prepared long ago: when it may no longer go it is only
 * looked for, and when it is not on the branch the promotion goes back to wait or to plan anew.
 */
export const publish: Action = async (promotion, context) => {
  const objection = await objectionTo(promotion, context);
  if (objection === undefined) {
    return publishChange(promotion.progress.deployment, context, () =>
      look(promotion, context),
    );
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
  publishChange(promotion.progress.revert, context, () =>
    lookRevert(promotion, context),
  );

/**
 * Only looks whether the prepared commit got onto the branch; publishes nothing. Preparing is harmless and begins with
 * looking for a commit of this promotion.
 */
export const look: Action = async (promotion, { deployer, signal }) =>
  whatWasFound(await deployer.prepare(forwardRequest(promotion), { signal }));

/** The same for the way back. */
export const lookRevert: Action = async (promotion, { deployer, signal }) =>
  whatWasFound(await deployer.revert(backwardRequest(promotion), { signal }));

/** How soon an open pull request is looked at again. */
const MERGE_MS = 30_000;

/** Looks whether the pull request was merged: then its commit is on the branch, whoever put it there. */
export const lookMerge: Action = async (promotion, context) => {
  const { deployer, signal } = context;
  const found = await deployer.prepare(forwardRequest(promotion), { signal });
  if (found.kind !== 'already-published') {
    return { events: [], retryAfterMs: MERGE_MS };
  }
  const last = await deployer.lastChange(promotion.terms.target, { signal });
  const by = (last?.commit === found.commit && last.author) || 'Someone';
  return { events: [{ type: 'merged', commit: found.commit, by }] };
};

function whatWasFound(found: PrepareResult): ActionOutcome {
  return found.kind === 'already-published'
    ? { events: [publishedAs(found)] }
    : {
        events: [
          {
            type: 'publish-raced',
            message: 'The prepared commit is not on the branch.',
          },
        ],
      };
}

function publishedAs({
  commit,
  commitUrl,
}: {
  readonly commit: string;
  readonly commitUrl?: string;
}): TransitionEvent {
  return { type: 'published', commit, ...(commitUrl && { commitUrl }) };
}

function wasFound({ events }: ActionOutcome): boolean {
  return events.some(({ type }) => type === 'published');
}

/** Publishes; where that is answered by an error, `lookAgain` tells what became of the branch before anything is concluded. */
async function publishChange(
  progress: ChangeProgress | undefined,
  { deployer, signal }: ActionContext,
  lookAgain: () => Promise<ActionOutcome>,
): Promise<ActionOutcome> {
  const change = progress?.change;
  if (!change) {
    throw new Error('There is no prepared commit to publish.');
  }
  try {
    const result = await deployer.publish(change, { signal });
    return result.kind === 'published'
      ? { events: [publishedAs(result)] }
      : { events: [{ type: 'publish-raced', message: result.message }] };
  } catch (error) {
    if (error instanceof SourceUnreachableError || signal.aborted) throw error;
    const looked = await lookAgain();
    if (wasFound(looked)) return looked;
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof TerminalError
      ? { events: [{ type: 'change-refused', message }] }
      : {
          events: [
            {
              type: 'attempt-failed',
              message,
              final: false,
              notOnBranch: true,
            },
          ],
          retryAfterMs: delayAfterError(progress.attempt),
        };
  }
}
