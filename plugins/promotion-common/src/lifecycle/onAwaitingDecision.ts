// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { personTitle } from '../model/titles';
import { goBackAsAsked } from './afterFailure';
import { withObservation } from './changeProgress';
import type { PromotionEvent } from './events';
import { overtaken } from './outcomes';
import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, ignore, notHere, stay } from './steps';

/** `awaiting-decision`: a person with the rollback right chooses; the deadline leaves it as it is. */
export function onAwaitingDecision(
  promotion: Promotion,
  event: PromotionEvent,
  context: TransitionContext,
): Step {
  switch (event.type) {
    case 'decided':
      return event.choice === 'rollback'
        ? goBack(promotion, event, context)
        : leave(promotion, event, context);
    case 'rollback-requested':
      return goBack(promotion, event, context);
    case 'observed':
      return onObserved(promotion, event, context);
    case 'deadline-passed':
      return end(promotion, 'failed', {
        at: context.at,
        outcome: {
          code: 'nobody-decided',
          message: `Nobody decided in time; ${
            promotion.to
          } was left as it is. ${promotion.outcome?.message ?? ''}`.trim(),
        },
      });
    default:
      return notHere(promotion, event);
  }
}

function goBack(
  promotion: Promotion,
  event: EventOf<'decided' | 'rollback-requested'>,
  context: TransitionContext,
): Step {
  return goBackAsAsked(
    promotion,
    {
      code: promotion.outcome?.code ?? 'decided',
      message: `${personTitle(event.actor.ref)} decided to go back: ${
        event.reason
      }`,
    },
    context,
  );
}

function leave(
  promotion: Promotion,
  event: EventOf<'decided'>,
  { at }: TransitionContext,
): Step {
  return end(promotion, 'failed', {
    at,
    outcome: {
      code: promotion.outcome?.code ?? 'left',
      message: `${personTitle(event.actor.ref)} decided to leave ${
        promotion.to
      } as it is: ${event.reason}`,
    },
  });
}

function onObserved(
  promotion: Promotion,
  { observation }: EventOf<'observed'>,
  context: TransitionContext,
): Step {
  const { progress } = promotion;
  if (observation.status === 'superseded') {
    return overtaken(promotion, observation, context);
  }
  const deployment =
    progress.deployment && withObservation(progress.deployment, observation);
  return deployment
    ? stay(
        { ...promotion, progress: { ...progress, deployment } },
        observation.message,
      )
    : ignore('no-change', 'Looked again; nothing has changed.');
}
