// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Actor } from '../model/Actor';
import { plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { deadlineFor } from './deadlines';
import type { Effect } from './effects';
import type { EventType, PromotionEvent } from './events';
import type { OpenState, TerminalState } from './isTerminal';
import { holdsSlots, isWaiting } from './isTerminal';
import { approvalNeeded, decisionNeeded, ended } from './notices';
import type { Promotion } from './Promotion';
import type { TargetState } from './states';
import type { IgnoreReason } from './TransitionResult';

/** Who made it happen, and when. */
export interface TransitionContext {
  readonly at: Timestamp;
  readonly actor: Actor;
}

/** What a state answers to an event, before version and record are added. */
export type Step =
  | {
      readonly kind: 'change';
      readonly promotion: Promotion;
      readonly message: string;
      readonly effects: readonly Effect[];
    }
  | {
      readonly kind: 'ignored';
      readonly reason: IgnoreReason;
      readonly message: string;
    };

/** One event type with its payload. */
export type EventOf<T extends EventType> = Extract<
  PromotionEvent,
  { readonly type: T }
>;

/** A typed answer: why it ended or what it waits for, stable code and sentence. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** Nothing changes. */
export function ignore(reason: IgnoreReason, message: string): Step {
  return { kind: 'ignored', reason, message };
}

/** The event means nothing in this state: late, early or lost. */
export function notHere(promotion: Promotion, event: PromotionEvent): Step {
  return ignore(
    'not-in-this-state',
    `${event.type} means nothing to a promotion that is ${promotion.state}.`,
  );
}

/** Same state, something new in it. */
export function stay(
  promotion: Promotion,
  message: string,
  effects: readonly Effect[] = [],
): Step {
  return { kind: 'change', promotion, message, effects };
}

/** What comes with entering a state. */
export interface Entry {
  readonly at: Timestamp;
  readonly message: string;
  readonly effects?: readonly Effect[];
}

/**
 * Goes over to an open state: the wait and its deadline begin anew, slots are let go when it falls back to waiting, and
 * those who are needed are told. All waiting states are one wait with one deadline.
 */
export function enter(promotion: Promotion, to: OpenState, entry: Entry): Step {
  const from = promotion.state;
  const { outageSince, outageMessage, outageMs, ...settled } = promotion;
  const stillWaiting = isWaiting(from) && isWaiting(to);
  const base: Promotion = stillWaiting ? promotion : settled;
  const next: Promotion = {
    ...base,
    state: to,
    stateSince: from === to ? promotion.stateSince : entry.at,
    deadlineAt: plusMs(
      deadlineFor(to, promotion, entry.at),
      base.outageMs ?? 0,
    ),
  };
  const effects: Effect[] = [...(entry.effects ?? [])];
  if (holdsSlots(from) && isWaiting(to))
    effects.push({ kind: 'release-slots' });
  if (from !== to && to === 'awaiting-approval') {
    effects.push(approvalNeeded(next));
  }
  if (to === 'awaiting-decision') effects.push(decisionNeeded(next));
  return { kind: 'change', promotion: next, message: entry.message, effects };
}

/** How it ends. */
export interface Ending {
  readonly at: Timestamp;
  readonly outcome: Reason;
  /** What the target holds now because of this promotion; absent: as it was. */
  readonly targetState?: TargetState;
  readonly effects?: readonly Effect[];
}

/**
 * Ends it. Slots are let go in this very transition; whoever asked is told; and an end after publishing that is neither
 * success nor restoration holds what comes next: automatic promotion, or everything when going back did not work.
 */
export function end(
  promotion: Promotion,
  to: TerminalState,
  ending: Ending,
): Step {
  const { deadlineAt, outageSince, outageMessage, outageMs, ...rest } =
    promotion;
  const next: Promotion = {
    ...rest,
    state: to,
    stateSince: ending.at,
    endedAt: ending.at,
    outcome: { ...ending.outcome },
    targetState: ending.targetState ?? promotion.targetState,
  };
  const effects: Effect[] = [
    ...(holdsSlots(promotion.state)
      ? [{ kind: 'release-slots' as const }]
      : []),
    ...(ending.effects ?? []),
    ...holdAfter(promotion, next),
    ...ended(next),
  ];
  const message = ending.outcome.message;
  return { kind: 'change', promotion: next, message, effects };
}

/** Whether this promotion itself changed the target's manifests, as far as is known. */
export function hasPublished({ progress }: Promotion): boolean {
  const { deployment } = progress;
  return deployment?.publishedAt !== undefined && deployment.unchanged !== true;
}

function holdAfter(before: Promotion, after: Promotion): readonly Effect[] {
  const isSafe =
    after.state === 'succeeded' || after.targetState === 'restored';
  const mayBeTouched = hasPublished(after) || after.targetState === 'unknown';
  if (isSafe || !mayBeTouched) return [];
  return [
    {
      kind: 'set-hold',
      environment: after.to,
      stops:
        before.state === 'rolling-back' || after.state === 'rollback-failed'
          ? 'all'
          : 'automatic',
      reason: `${after.release.version}: ${
        after.outcome?.message ?? after.state
      }`,
    },
  ];
}
