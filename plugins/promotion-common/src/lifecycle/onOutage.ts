// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../model/formatMoment';
import { isBefore, millisOf, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { dueAt, outageLeftMs, withoutOutage } from './deadlines';
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

/** A deadline is due to the second; one that is told this much later passed while the product was down. */
const UNATTENDED_MS = 2 * 60_000;
/** How long is looked then, at most. */
const TIME_TO_LOOK_MS = 5 * 60_000;

/** What a passed deadline means before the state is asked: not yet, or that a source was away for too long. */
export function onDueDeadline(
  promotion: Promotion,
  { at }: TransitionContext,
): Step | undefined {
  const due = dueAt(promotion);
  if (due !== undefined && isBefore(at, due)) {
    return ignore('not-due', `The deadline is ${due}.`);
  }
  if (promotion.outageSince === undefined) {
    return due === undefined
      ? undefined
      : lookedAtOnceMore(promotion, { at, due });
  }
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

/**
 * A deadline that passed while this product was down says nothing about what was published: nobody looked. Like an outage,
 * and out of the same store of time, it stands still until there was time to look. What is not published gets none.
 */
function lookedAtOnceMore(
  promotion: Promotion,
  { at, due }: { readonly at: Timestamp; readonly due: Timestamp },
): Step | undefined {
  const { state, progress } = promotion;
  const isPublished =
    state === 'validating' ||
    state === 'rolling-back' ||
    (state === 'executing' && progress.deployment?.publishedAt !== undefined);
  const graceMs = Math.min(TIME_TO_LOOK_MS, outageLeftMs(promotion));
  const isLate = millisOf(at) - millisOf(due) > UNATTENDED_MS;
  if (!isPublished || !isLate || graceMs === 0) return undefined;
  const deadlineAt = plusMs(at, graceMs);
  return stay(
    {
      ...promotion,
      deadlineAt,
      outageMs: (promotion.outageMs ?? 0) + graceMs,
    },
    `Its time was up on ${formatMoment(
      due,
    )}, and nobody was there to look; it is looked at until ${formatMoment(
      deadlineAt,
    )}.`,
  );
}
