// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { personTitle } from '../model/titles';
import type { Promotion } from './Promotion';
import type { EventOf, Reason, Step, TransitionContext } from './steps';
import { end, enter, ignore } from './steps';
import { MAX_ATTEMPTS } from './deadlines';

/**
 * The deployment or a validation said no. The path's policy decides: go back, ask a person, or leave it. A rollback by
 * hand never goes back by itself, and without knowing what was there before nobody can but a person.
 */
export function afterFailure(
  promotion: Promotion,
  reason: Reason,
  context: TransitionContext,
): Step {
  const { onFailure } = promotion.terms.path.rollback;
  if (promotion.progress.deployment?.unchanged) {
    return end(promotion, 'failed', { at: context.at, outcome: reason });
  }
  if (promotion.kind === 'rollback' || onFailure === 'propose') {
    return askPerson(promotion, reason, context);
  }
  if (onFailure === 'off') {
    return end(promotion, 'failed', { at: context.at, outcome: reason });
  }
  return goBackOrAsk(promotion, reason, context);
}

/**
 * A person cancelled it after publishing: it goes back. A rollback by hand, one with nothing to go back to, and a path
 * whose policy is to propose, ask.
 */
export function afterStop(
  promotion: Promotion,
  reason: Reason,
  context: TransitionContext,
): Step {
  if (promotion.progress.deployment?.unchanged) {
    return end(promotion, 'cancelled', { at: context.at, outcome: reason });
  }
  const { onFailure } = promotion.terms.path.rollback;
  return promotion.kind === 'rollback' || onFailure === 'propose'
    ? askPerson(promotion, reason, context)
    : goBackOrAsk(promotion, reason, context);
}

/** What is on the branch is called off: a person cancelled it, or asked to go back. */
export function onCalledOff(
  promotion: Promotion,
  event: EventOf<'cancel-requested'> | EventOf<'rollback-requested'>,
  context: TransitionContext,
): Step {
  const who = personTitle(event.actor.ref);
  return event.type === 'cancel-requested'
    ? afterStop(
        promotion,
        {
          code: 'cancelled',
          message: `Cancelled after publishing by ${who}: ${event.reason}`,
        },
        context,
      )
    : goBackAsAsked(
        promotion,
        {
          code: 'rollback-requested',
          message: `${who} asked to go back: ${event.reason}`,
        },
        context,
      );
}

/** A person chose to go back, in so many words. */
export function goBackAsAsked(
  promotion: Promotion,
  reason: Reason,
  context: TransitionContext,
): Step {
  if (
    promotion.releaseBefore === undefined ||
    promotion.progress.deployment?.unchanged
  ) {
    return ignore(
      'nothing-to-restore',
      `There is nothing to go back to in ${promotion.to}: this promotion replaced nothing that is known.`,
    );
  }
  return goBack(promotion, reason, context);
}

/** Only a person can say how to go on; the deadline ends it. */
export function askPerson(
  promotion: Promotion,
  reason: Reason,
  { at }: TransitionContext,
): Step {
  return enter({ ...promotion, outcome: { ...reason } }, 'awaiting-decision', {
    at,
    message: reason.message,
  });
}

function goBackOrAsk(
  promotion: Promotion,
  reason: Reason,
  context: TransitionContext,
): Step {
  return promotion.releaseBefore === undefined
    ? askPerson(
        promotion,
        {
          code: reason.code,
          message: `${reason.message} It is not known what was there before, so a person must decide.`,
        },
        context,
      )
    : goBack(promotion, reason, context);
}

function goBack(
  promotion: Promotion,
  reason: Reason,
  { at }: TransitionContext,
): Step {
  const attempt = (promotion.progress.revert?.attempt ?? 0) + 1;
  const { outcome, ...rest } = promotion;
  if (attempt > MAX_ATTEMPTS) {
    return end(promotion, 'rollback-failed', {
      at,
      outcome: {
        code: 'too-many-attempts',
        message: `Rollback gave up after ${MAX_ATTEMPTS} attempts: ${reason.message}`,
      },
    });
  }
  const reverting: Promotion = {
    ...rest,
    progress: {
      ...promotion.progress,
      revert: { attempt, startedAt: at, reason: { ...reason } },
    },
  };
  return enter(reverting, 'rolling-back', {
    at,
    message: `${reason.message} It goes back to ${
      promotion.releaseBefore?.version ?? 'what was there'
    }.`,
  });
}
