// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isBefore } from '../model/moment';
import { dueAt, withoutOutage } from './deadlines';
import type { EventType, PromotionEvent } from './events';
import { holdsSlots } from './isTerminal';
import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, hasPublished, ignore, notHere, stay } from './steps';

/** Answers of outside systems: with any of them, whatever was away is back. */
const answers: ReadonlySet<EventType> = new Set<EventType>([
  'prepared',
  'nothing-to-change',
  'change-conflicts',
  'published',
  'publish-raced',
  'pull-request-opened',
  'merged',
  'pull-request-closed',
  'observed',
  'validated',
]);

/** Whether this event shows that the source which was away answers again. */
export function endsOutage(
  promotion: Promotion,
  event: PromotionEvent,
): boolean {
  return promotion.outageSince !== undefined && answers.has(event.type);
}

/**
 * A source is away, or back. No answer is never a failure and never a reason to roll back: deadlines stand still for a
 * bounded while. A promotion that awaits a decision asks nobody but people.
 */
export function onOutage(
  promotion: Promotion,
  event: EventOf<'source-unreachable' | 'source-answered'>,
  { at }: TransitionContext,
): Step {
  if (promotion.state === 'awaiting-decision') return notHere(promotion, event);
  if (event.type === 'source-answered') {
    return promotion.outageSince === undefined
      ? ignore('no-change', 'No source was away.')
      : stay(
          withoutOutage(promotion, at),
          'The source answers again; it goes on.',
        );
  }
  if (promotion.outageSince !== undefined) {
    return ignore('no-change', 'A source is away already.');
  }
  return stay(
    { ...promotion, outageSince: at, outageMessage: event.message },
    `The ${event.source} source gives no answer; it waits. ${event.message}`,
  );
}

/** What a passed deadline means before the state is asked: not yet, or that a source was away for too long. */
export function onDueDeadline(
  promotion: Promotion,
  { at }: TransitionContext,
): Step | undefined {
  const due = dueAt(promotion);
  if (due !== undefined && isBefore(at, due)) {
    return ignore('not-due', `The deadline is ${due}.`);
  }
  if (promotion.outageSince === undefined) return undefined;
  const mayBeTouched =
    hasPublished(promotion) ||
    promotion.progress.deployment?.change !== undefined;
  return end(promotion, 'errored', {
    at,
    ...(holdsSlots(promotion.state) &&
      mayBeTouched && { targetState: 'unknown' as const }),
    outcome: {
      code: 'outage',
      message: `A source gave no answer for too long; ${
        promotion.to
      } was left as it is. ${promotion.outageMessage ?? ''}`.trim(),
    },
  });
}
