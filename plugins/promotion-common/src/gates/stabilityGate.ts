// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import { formatMoment } from '../model/formatMoment';
import { isBefore, millisOf, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { formatDuration } from './formatDuration';
import type { GateFacts } from './GateFacts';
import { unobserved } from './observedState';
import { onSides } from './onSides';
import type { Verdict } from './Verdict';

/** Nothing changed in the environment and it was healthy, for a while. Judged on what the observer recorded. */
export function stabilityGate(
  rule: GateRulesOf<'stability'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  return onSides(rule.on, facts, state => judgeState(state, rule, now));
}

function judgeState(
  state: EnvironmentState,
  rule: GateRulesOf<'stability'>,
  now: Timestamp,
): Verdict {
  const where = state.environment;
  const limit = `≥ ${formatDuration(rule.minDuration)}`;
  const measure = { label: `Stable in ${where} for`, limit };
  const silent = unobserved(state, now);
  if (silent) {
    return { ...silent, measures: [{ ...measure, status: silent.status }] };
  }
  const { changedAt, healthySince, health } = state;
  if (
    health === 'unknown' ||
    (health === 'healthy' && !(changedAt && healthySince))
  ) {
    return {
      status: 'no-data',
      code: 'stability-unknown',
      message: `Since when ${where} is unchanged and healthy is not known.`,
      remedy: 'Wait until the observer has seen it.',
      measures: [{ ...measure, status: 'no-data' }],
    };
  }
  if (health !== 'healthy' || !changedAt || !healthySince) {
    const why = state.healthMessage ? `: ${state.healthMessage}` : '';
    return {
      status: 'failed',
      code: 'environment-not-healthy',
      message: `${where} is ${health}${why}.`,
      remedy: `Make ${where} healthy; it must then stay so for ${formatDuration(
        rule.minDuration,
      )}.`,
      measures: [{ ...measure, value: health, status: 'failed' }],
    };
  }
  const stableSince = isBefore(changedAt, healthySince)
    ? healthySince
    : changedAt;
  const stableMs = millisOf(now) - millisOf(stableSince);
  const value = formatDuration(stableMs);
  if (stableMs < rule.minDuration) {
    const reevaluateAt = plusMs(stableSince, rule.minDuration);
    return {
      status: 'pending',
      code: 'not-stable-long-enough',
      message: `${where} is unchanged and healthy for ${value}; ${formatDuration(
        rule.minDuration,
      )} is needed.`,
      remedy: `Wait until ${formatMoment(reevaluateAt)}.`,
      measures: [{ ...measure, value, status: 'pending' }],
      reevaluateAt,
    };
  }
  return {
    status: 'passed',
    code: 'stable',
    message: `${where} is unchanged and healthy for ${value}.`,
    measures: [{ ...measure, value, status: 'passed' }],
  };
}
