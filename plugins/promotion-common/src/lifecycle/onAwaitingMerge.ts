// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { personTitle } from '../model/titles';
import type { PromotionEvent } from './events';
import { sameReadiness } from './materialOf';
import {
  cancelReason,
  cancelRequest,
  onPublishedAnyway,
} from './onUnpublished';
import { onVote } from './onVote';
import { endAsPlanFailed } from './planMoves';
import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, ignore, notHere, stay } from './steps';

/** `awaiting-merge`: the pull request is open and holds the slots; whoever merges, the merge is what publishes. */
export function onAwaitingMerge(
  promotion: Promotion,
  event: PromotionEvent,
  context: TransitionContext,
): Step {
  const { at } = context;
  switch (event.type) {
    case 'evaluated':
      return onEvaluated(promotion, event, context);
    case 'approved':
    case 'rejected':
    case 'approval-withdrawn':
    case 'overridden':
      return onVote(promotion, event, context);
    case 'plan-changed':
      return onPlanChanged(promotion, event, context);
    case 'plan-failed':
      return endAsPlanFailed(promotion, event, context);
    case 'cancel-requested':
      return onCancel(promotion, event, context);
    case 'merged':
      return onMerged(promotion, event, context);
    case 'pull-request-closed':
      return end(promotion, 'cancelled', {
        at,
        outcome: cancelReason(promotion) ?? {
          code: 'pull-request-closed',
          message: `${event.by} closed the pull request without merging.`,
        },
      });
    case 'pull-request-opened':
    case 'prepared':
      return ignore('already-happened', 'The pull request is open already.');
    case 'attempt-failed':
      return event.final
        ? end(promotion, 'errored', {
            at,
            targetState: 'unknown',
            outcome: { code: 'errored', message: event.message },
          })
        : ignore('no-change', `It is tried again: ${event.message}`);
    case 'deadline-passed':
      return end(promotion, 'expired', {
        at,
        outcome: {
          code: 'expired',
          message:
            'The pull request was not merged in time. Close it, or its merge counts as a change from outside.',
        },
      });
    default:
      return notHere(promotion, event);
  }
}

function onEvaluated(
  promotion: Promotion,
  { readiness }: EventOf<'evaluated'>,
  { at }: TransitionContext,
): Step {
  const judged = { ...promotion, readiness };
  if (readiness.tally.rejected && promotion.kind === 'promotion') {
    return end(judged, 'rejected', {
      at,
      outcome: { code: 'rejected', message: 'It was rejected.' },
    });
  }
  return sameReadiness(promotion.readiness, readiness)
    ? ignore('no-change', 'Judged again; nothing has changed.')
    : stay(judged, readiness.headline);
}

/** The open pull request holds the old content, so this attempt is over; the new content takes a new one. */
function onPlanChanged(
  promotion: Promotion,
  event: EventOf<'plan-changed'>,
  { at }: TransitionContext,
): Step {
  if (event.contentHash === promotion.contentHash) {
    return ignore('no-change', 'The plan is the same.');
  }
  return end(promotion, 'failed', {
    at,
    outcome: {
      code: 'plan-changed',
      message: `What would be deployed has changed after the pull request was opened: ${event.changes.join(
        '; ',
      )}. Close it and ask again.`,
    },
  });
}

function onCancel(
  promotion: Promotion,
  event: EventOf<'cancel-requested'>,
  { at }: TransitionContext,
): Step {
  if (promotion.progress.cancelRequested) {
    return ignore('already-happened', 'Cancelling is under way.');
  }
  const cancelRequested = cancelRequest(event, at);
  return stay(
    { ...promotion, progress: { ...promotion.progress, cancelRequested } },
    `${personTitle(event.actor.ref)} asked to cancel: ${
      event.reason
    } The pull request is closed, unless it has been merged.`,
  );
}

function onMerged(
  promotion: Promotion,
  event: EventOf<'merged'>,
  context: TransitionContext,
): Step {
  const { at } = context;
  const { deployment } = promotion.progress;
  const merged: Promotion = {
    ...promotion,
    targetState: 'new',
    progress: {
      ...promotion.progress,
      deployment: {
        ...(deployment ?? { attempt: 1, startedAt: promotion.stateSince }),
        publishedCommit: event.commit,
        publishedAt: at,
      },
    },
  };
  return onPublishedAnyway(
    merged,
    `${event.by} merged the pull request; it waits until the new image is live and healthy.`,
    context,
  );
}
