// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import {
  dueAt,
  nextAction,
  type TransitionEvent,
} from 'backstage-plugin-promotion-common/lifecycle';
import { earliest, plusMs } from 'backstage-plugin-promotion-common/model';
import type { Clock } from 'backstage-plugin-promotion-node';
import type { ActionContext } from './Action';
import type { ActionKind } from './actions';
import { branchWritten, type BranchTurns } from './BranchTurns';
import { commitEvent } from './commitEvent';
import { isDue, lookBeforeEnding } from './lookBeforeEnding';
import { runAction, type ActionAnswer } from './runAction';

/** What moving a promotion on needs: the ports, the claim, and a signal to stop. */
export interface Advance extends Omit<ActionContext, 'signal' | 'now'> {
  readonly clock: Clock;
  readonly logger: LoggerService;
  readonly turns: BranchTurns;
  readonly owner: string;
  readonly leaseMs: number;
  /** Until when the claim is known to last. */
  readonly lease: { until: Timestamp };
  readonly stopSignal: AbortSignal;
}

/** Steps on one claim before others get their turn. */
const MAX_STEPS = 20;
/** How long one that only people or its deadline move is left alone, at most. */
const IDLE_MS = 10 * 60_000;

/** Moves a claimed promotion on as far as it goes without waiting, then lets the claim go. */
export async function advancePromotion(
  claimed: Promotion,
  advance: Advance,
): Promise<void> {
  let promotion = claimed;
  for (let step = 0; step < MAX_STEPS; step++) {
    const took = await takeTurn(promotion, advance);
    if (took.kind === 'lost') return;
    promotion = took.promotion;
    if (took.kind === 'rest') {
      await letGo(took, advance);
      return;
    }
    if (nextAction(promotion).kind === 'none') return;
  }
  const at = await advance.clock.now();
  await letGo({ promotion, at, retryAfterMs: 0 }, advance);
}

/** One step; what writes to a branch has it for itself until the commit is published. */
async function takeTurn(promotion: Promotion, advance: Advance): Promise<Took> {
  const branch = branchWritten(promotion, nextAction(promotion).kind);
  if (branch === undefined) return takeStep(promotion, advance);
  const release = await advance.turns.take(branch);
  try {
    let took = await takeStep(promotion, advance);
    for (let step = 1; step < MAX_STEPS && took.kind === 'on'; step++) {
      const next = branchWritten(
        took.promotion,
        nextAction(took.promotion).kind,
      );
      if (next !== branch) break;
      took = await takeStep(took.promotion, advance);
    }
    return took;
  } finally {
    release();
  }
}

/** A step under way: `now` is read once for it. */
interface Step {
  readonly now: Timestamp;
  readonly advance: Advance;
}

/** What a step came to: on with the next one, rest for a while, or somebody else has it now. */
type Took =
  | { readonly kind: 'on'; readonly promotion: Promotion }
  | {
      readonly kind: 'rest';
      readonly promotion: Promotion;
      /** When the step began; `retryAfterMs` counts from there. */
      readonly at: Timestamp;
      readonly retryAfterMs: number;
    }
  | { readonly kind: 'lost' };

async function takeStep(promotion: Promotion, advance: Advance): Promise<Took> {
  const now = await advance.clock.now();
  if (advance.stopSignal.aborted) {
    return { kind: 'rest', promotion, at: now, retryAfterMs: 0 };
  }
  const { kind } = nextAction(promotion);
  if (isDue(promotion, now)) {
    const last = lookBeforeEnding[kind];
    return last === undefined
      ? endWhenDue(promotion, { now, advance })
      : lookThenEnd(promotion, last, { now, advance });
  }
  if (kind === 'none' || kind === 'wait') {
    return { kind: 'rest', promotion, at: now, retryAfterMs: IDLE_MS };
  }
  return act(promotion, kind, { now, advance });
}

async function act(
  promotion: Promotion,
  kind: ActionKind,
  { now, advance }: Step,
): Promise<Took> {
  if (!(await renew(promotion, { now, advance }))) return { kind: 'lost' };
  const answer = await runAction(
    promotion,
    {
      kind,
      now,
      timeoutMs: advance.leaseMs / 2,
      stopSignal: advance.stopSignal,
    },
    advance,
  );
  // Stopping is no answer of anybody; who comes next looks again.
  if (answer.error !== undefined && advance.stopSignal.aborted) {
    return { kind: 'rest', promotion, at: now, retryAfterMs: 0 };
  }
  logError(promotion, kind, { answer, logger: advance.logger });
  const took = await commitAnswer(promotion, answer, { now, advance });
  await recordRun(promotion, kind, { answer, now, advance });
  return took;
}

/** Looks, and ends the wait unless what was found leads on. */
async function lookThenEnd(
  promotion: Promotion,
  look: ActionKind,
  { now, advance }: Step,
): Promise<Took> {
  const took = await act(promotion, look, { now, advance });
  const ledOn = took.kind === 'lost' || !isDue(took.promotion, now);
  return ledOn || advance.stopSignal.aborted
    ? took
    : endWhenDue(took.promotion, { now, advance });
}

/** Its wait is over: the core says what that means. */
async function endWhenDue(
  promotion: Promotion,
  { now, advance }: Step,
): Promise<Took> {
  const event = { type: 'deadline-passed' } as const;
  const committed = await commitEvent(promotion, event, { ...advance, now });
  if (committed.kind === 'committed') {
    return { kind: 'on', promotion: committed.promotion };
  }
  return committed.kind === 'ignored'
    ? { kind: 'rest', promotion, at: now, retryAfterMs: IDLE_MS }
    : { kind: 'lost' };
}

async function commitAnswer(
  promotion: Promotion,
  answer: ActionAnswer,
  { now, advance }: Step,
): Promise<Took> {
  let current = promotion;
  let changed = false;
  for (const event of withEndOfOutage(promotion, answer)) {
    const committed = await commitEvent(
      current,
      event,
      { ...advance, now },
      answer,
    );
    if (committed.kind === 'lost-race') return { kind: 'lost' };
    if (committed.kind === 'committed') {
      current = committed.promotion;
      changed = true;
    }
    if (committed.kind === 'not-its-turn') {
      return {
        kind: 'rest',
        promotion: committed.promotion,
        at: now,
        retryAfterMs: TURN_MS,
      };
    }
  }
  if (answer.retryAfterMs !== undefined) {
    return sameWork(promotion, current)
      ? {
          kind: 'rest',
          promotion: current,
          at: now,
          retryAfterMs: answer.retryAfterMs,
        }
      : { kind: 'on', promotion: current };
  }
  return changed
    ? { kind: 'on', promotion: current }
    : { kind: 'rest', promotion: current, at: now, retryAfterMs: IDLE_MS };
}

/** How soon one whose turn it is not asks again. Whoever lets slots go wakes nobody. */
const TURN_MS = 5_000;

function sameWork(before: Promotion, after: Promotion): boolean {
  return nextAction(before).kind === nextAction(after).kind;
}

/** The source that was away has answered, which no event of the action says by itself when it is a judgement. */
function withEndOfOutage(
  promotion: Promotion,
  answer: ActionAnswer,
): readonly TransitionEvent[] {
  const isBack = promotion.outageSince !== undefined && !answer.error;
  return isBack
    ? [{ type: 'source-answered' }, ...answer.events]
    : answer.events;
}

/** Prolongs the claim, unless what is left of it is enough for a call, which gets half of a lease. */
async function renew(
  { promotionId }: Promotion,
  { now, advance }: Step,
): Promise<boolean> {
  const { stores, owner, leaseMs, lease } = advance;
  if (plusMs(now, leaseMs / 2) < lease.until) return true;
  const leaseUntil = plusMs(now, leaseMs);
  const claim = { promotionId, owner, now, leaseUntil };
  if (!(await stores.claims.renewLease(claim))) return false;
  lease.until = leaseUntil;
  return true;
}

async function letGo(
  rest: {
    readonly promotion: Promotion;
    readonly at: Timestamp;
    readonly retryAfterMs: number;
  },
  { stores, owner }: Advance,
): Promise<void> {
  const { promotion, at, retryAfterMs } = rest;
  const nextAttemptAt =
    earliest([plusMs(at, retryAfterMs), dueAt(promotion)]) ?? at;
  await stores.claims.release({
    promotionId: promotion.promotionId,
    owner,
    nextAttemptAt,
  });
}

async function recordRun(
  promotion: Promotion,
  step: string,
  run: {
    readonly answer: ActionAnswer;
    readonly now: Timestamp;
    readonly advance: Advance;
  },
): Promise<void> {
  const { answer, now, advance } = run;
  const { deployment, revert } = promotion.progress;
  const last = answer.events.at(-1);
  await advance.stores.promotions.recordStepRun({
    promotionId: promotion.promotionId,
    step,
    attempt: (revert ?? deployment)?.attempt ?? 1,
    startedAt: now,
    lookedAt: now,
    outcome: last?.type ?? 'nothing',
    ...(last && 'message' in last && { message: last.message }),
  });
}

function logError(
  promotion: Promotion,
  step: string,
  { answer, logger }: { answer: ActionAnswer; logger: LoggerService },
): void {
  if (answer.error === undefined) return;
  const message =
    answer.error instanceof Error ? answer.error.message : String(answer.error);
  logger.warn(
    `Promotion ${promotion.promotionId} of ${promotion.componentRef} to ${promotion.to}: ${step} got no result: ${message}`,
  );
}
