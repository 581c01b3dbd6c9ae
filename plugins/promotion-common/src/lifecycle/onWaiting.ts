// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { entityName, personTitle } from '../model/titles';
import { sameReadiness } from './materialOf';
import { standing } from './obstacles';
import { onVote } from './onVote';
import { endAsPlanFailed, takeNewPlan } from './planMoves';
import type { Promotion } from './Promotion';
import { slotKeys } from './slotKeys';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, enter, ignore, notHere, stay } from './steps';
import type { PromotionEvent } from './events';

/** `awaiting-gates`, `awaiting-approval`, `queued`: nothing is touched, no slot is held, anything may still stop it. */
export function onWaiting(
  promotion: Promotion,
  event: PromotionEvent,
  context: TransitionContext,
): Step {
  const { at, actor } = context;
  switch (event.type) {
    case 'evaluated':
      return onEvaluated(promotion, event, context);
    case 'approved':
    case 'rejected':
    case 'approval-withdrawn':
    case 'overridden':
      return onVote(promotion, event, context);
    case 'plan-changed':
      return takeNewPlan(promotion, event, context);
    case 'plan-failed':
      return endAsPlanFailed(promotion, event, context);
    case 'cancel-requested':
      return end(promotion, 'cancelled', {
        at,
        outcome: {
          code: 'cancelled',
          message: `Cancelled by ${personTitle(event.actor.ref)}: ${
            event.reason
          }`,
        },
      });
    case 'superseded':
      return end(
        { ...promotion, supersededBy: event.byPromotionId },
        'superseded',
        {
          at,
          outcome: {
            code: 'superseded',
            message: `${entityName(promotion.componentRef)} ${
              event.version
            } was requested after it and takes its place.`,
          },
        },
      );
    case 'attempt-failed':
      return event.final
        ? end(promotion, 'errored', {
            at,
            outcome: { code: 'errored', message: event.message },
          })
        : ignore('no-change', `${actor.ref} tries again: ${event.message}`);
    case 'deadline-passed':
      return end(promotion, 'expired', {
        at,
        outcome: {
          code: 'expired',
          message: `It waited too long; at the end it was ${promotion.state}.`,
        },
      });
    default:
      return notHere(promotion, event);
  }
}

function onEvaluated(
  promotion: Promotion,
  { readiness, slotsFree }: EventOf<'evaluated'>,
  { at }: TransitionContext,
): Step {
  const judged: Promotion = { ...promotion, readiness };
  if (readiness.tally.rejected && promotion.kind === 'promotion') {
    return end(judged, 'rejected', {
      at,
      outcome: { code: 'rejected', message: 'It was rejected.' },
    });
  }
  const to = standing(promotion, readiness, slotsFree);
  if (to === 'executing') return execute(judged, at);
  if (to !== promotion.state) {
    return enter(judged, to, { at, message: readiness.headline });
  }
  if (sameReadiness(promotion.readiness, readiness)) {
    return ignore('no-change', 'Judged again; nothing has changed.');
  }
  return stay(judged, readiness.headline);
}

function execute(promotion: Promotion, at: string): Step {
  const started: Promotion = {
    ...promotion,
    progress: {
      ...promotion.progress,
      deployment: { attempt: 1, startedAt: at },
    },
  };
  return enter(started, 'executing', {
    at,
    message: 'Nothing stands in the way any more; it executes.',
    effects: [{ kind: 'acquire-slots', keys: slotKeys(promotion) }],
  });
}
