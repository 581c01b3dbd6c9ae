// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { withoutOutage } from './deadlines';
import type { PromotionEvent } from './events';
import { onJoined } from './onVote';
import type { TransitionEvent } from './PersonEvent';
import { isTerminal } from './isTerminal';
import type { OpenState } from './isTerminal';
import { onAwaitingDecision } from './onAwaitingDecision';
import { onAwaitingMerge } from './onAwaitingMerge';
import { onExecuting } from './onExecuting';
import { endsOutage, onDueDeadline, onOutage } from './onOutage';
import { onRollingBack } from './onRollingBack';
import { onValidating } from './onValidating';
import { onWaiting } from './onWaiting';
import type { Promotion } from './Promotion';
import type { Step, TransitionContext } from './steps';
import { ignore, stay } from './steps';
import type { TransitionResult } from './TransitionResult';

const stateHandlers = {
  'awaiting-gates': onWaiting,
  'awaiting-approval': onWaiting,
  queued: onWaiting,
  executing: onExecuting,
  'awaiting-merge': onAwaitingMerge,
  validating: onValidating,
  'awaiting-decision': onAwaitingDecision,
  'rolling-back': onRollingBack,
} satisfies Record<
  OpenState,
  (
    promotion: Promotion,
    event: PromotionEvent,
    context: TransitionContext,
  ) => Step
>;

/**
 * What an event makes of a promotion. Total: every pair of state and event has an answer, a new promotion with its
 * record and effects, or `ignored` with the reason. Pure: the same input gives the same answer, and replaying the
 * records gives the row. `transitionTable` says for each pair which answers there are.
 */
export function transition(
  promotion: Promotion,
  event: TransitionEvent,
  context: TransitionContext,
): TransitionResult {
  const step = stepOf(promotion, event, context);
  if (step.kind === 'ignored') return step;
  const next: Promotion = {
    ...step.promotion,
    version: promotion.version + 1,
  };
  return {
    kind: 'transitioned',
    promotion: next,
    record: {
      promotionId: promotion.promotionId,
      sequence: next.version,
      at: context.at,
      actor: context.actor,
      from: promotion.state,
      to: next.state,
      event,
      message: step.message,
    },
    effects: step.effects,
  };
}

function stepOf(
  promotion: Promotion,
  event: PromotionEvent,
  context: TransitionContext,
): Step {
  const { state } = promotion;
  if (isTerminal(state)) {
    return ignore('terminal', `It has ended: ${state}.`);
  }
  switch (event.type) {
    case 'requested':
      return ignore('already-happened', 'It was requested already.');
    case 'joined':
      return onJoined(promotion, event);
    case 'source-unreachable':
    case 'source-answered':
      return onOutage(promotion, event, context);
    case 'deadline-passed':
      return (
        onDueDeadline(promotion, context) ??
        stateHandlers[state](promotion, event, context)
      );
    default:
      return endsOutage(promotion, event)
        ? onAnswer(state, { promotion, event, context })
        : stateHandlers[state](promotion, event, context);
  }
}

/** The source that was away has answered: the deadline moves on first, and that alone is worth a record. */
function onAnswer(
  state: OpenState,
  {
    promotion,
    event,
    context,
  }: {
    readonly promotion: Promotion;
    readonly event: PromotionEvent;
    readonly context: TransitionContext;
  },
): Step {
  const back = withoutOutage(promotion, context.at);
  const step = stateHandlers[state](back, event, context);
  return step.kind === 'ignored' && step.reason === 'no-change'
    ? stay(back, 'The source answers again; nothing else has changed.')
    : step;
}
