// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isBefore, millisOf, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { ValidationRules } from '../rules/validations';
import { holdsSlots } from './isTerminal';
import type { OpenState } from './isTerminal';
import type { Promotion } from './Promotion';

/** Errors while preparing and publishing before the machine gives up. */
export const MAX_ATTEMPTS = 10;

type Timed = Pick<Promotion, 'requestedAt' | 'notBefore' | 'terms'>;

/** The name of a validation, in rules and results: its name, else its kind. */
export function validationName(
  rules: Pick<ValidationRules, 'name' | 'kind'>,
): string {
  return rules.name ?? rules.kind;
}

/** How each state's deadline follows from the path; every open state has one, so that every promotion ends. */
const deadlineOf = {
  'awaiting-gates': waitingDeadline,
  'awaiting-approval': waitingDeadline,
  queued: waitingDeadline,
  executing: (promotion, at) =>
    plusMs(at, promotion.terms.path.deploymentTimeout),
  'awaiting-merge': (promotion, at) =>
    plusMs(at, promotion.terms.path.approvals.timeout),
  validating: (promotion, at) =>
    plusMs(
      at,
      promotion.terms.path.validations.reduce(
        (sum, rules) => sum + rules.timeout,
        0,
      ),
    ),
  'awaiting-decision': (promotion, at) =>
    plusMs(at, promotion.terms.path.rollback.decisionTimeout),
  'rolling-back': (promotion, at) =>
    plusMs(at, promotion.terms.path.deploymentTimeout),
} satisfies Record<OpenState, (promotion: Timed, at: Timestamp) => Timestamp>;

/** All waiting states share one deadline, counted from the request (or from `notBefore`), however often they change. */
function waitingDeadline(promotion: Timed): Timestamp {
  const { requestedAt, notBefore, terms } = promotion;
  const since =
    notBefore !== undefined && isBefore(requestedAt, notBefore)
      ? notBefore
      : requestedAt;
  return plusMs(since, terms.path.approvals.timeout);
}

/** The end of the wait that begins when a state is entered at this moment. */
export function deadlineFor(
  state: OpenState,
  promotion: Timed,
  at: Timestamp,
): Timestamp {
  return deadlineOf[state](promotion, at);
}

/**
 * When `deadline-passed` is due. While a source is away deadlines stand still, for up to `outageMaxMs` in all: a
 * promotion that executes is given up when that is used up; one that waits, when its deadline then passes.
 * Absent: it has ended, no deadline.
 */
export function dueAt(promotion: Promotion): Timestamp | undefined {
  const { deadlineAt, outageSince } = promotion;
  if (deadlineAt === undefined || outageSince === undefined) return deadlineAt;
  return holdsSlots(promotion.state)
    ? plusMs(outageSince, outageLeftMs(promotion))
    : plusMs(deadlineAt, outageLeftMs(promotion));
}

/** How much longer deadlines may stand still in this phase, in milliseconds. */
export function outageLeftMs(
  promotion: Pick<Promotion, 'terms' | 'outageMs'>,
): number {
  return Math.max(0, promotion.terms.outageMaxMs - (promotion.outageMs ?? 0));
}

/** The promotion with its source back: the deadline moves by how long it stood still. */
export function withoutOutage(promotion: Promotion, at: Timestamp): Promotion {
  const { outageSince, outageMessage, ...rest } = promotion;
  if (outageSince === undefined) return promotion;
  const awayMs = Math.max(0, millisOf(at) - millisOf(outageSince));
  const stoodMs = Math.min(awayMs, outageLeftMs(promotion));
  return {
    ...rest,
    outageMs: (rest.outageMs ?? 0) + stoodMs,
    ...(rest.deadlineAt !== undefined && {
      deadlineAt: plusMs(rest.deadlineAt, stoodMs),
    }),
  };
}
