// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import {
  compareDecimals,
  compareToLimit,
  formatPercent,
  toRatio,
  trimZeros,
  withoutFloatDust,
} from '../model/decimal';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { formatDuration } from './formatDuration';
import type { GateFacts } from './GateFacts';
import { judgeEnvironment } from './judgeEnvironment';
import type { FactsOf } from './judgeRecord';
import { onSides } from './onSides';
import type { Verdict } from './Verdict';

/** The share of the error budget that is consumed: of the environment, over all releases in its window. */
export function errorBudgetGate(
  rule: GateRulesOf<'error-budget'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  return onSides(rule.on, facts, state =>
    judgeEnvironment(facts, state, {
      kind: 'error-budget',
      rule,
      now,
      noun: 'error budget',
      judge: figures => judgeFigures(figures, rule, state),
    }),
  );
}

function judgeFigures(
  figures: FactsOf<'error-budget'>,
  rule: GateRulesOf<'error-budget'>,
  state: EnvironmentState,
): Verdict {
  const where = state.environment;
  const isSame =
    compareDecimals(figures.objective, rule.objective) === 0 &&
    figures.windowMs === rule.window;
  if (!isSame) {
    return {
      status: 'mismatched',
      code: 'other-objective',
      message: `The error budget of ${where} was measured for ${formatPercent(
        figures.objective,
      )} over ${formatDuration(
        figures.windowMs,
      )}; the rules promise ${formatPercent(
        rule.objective,
      )} over ${formatDuration(rule.window)}.`,
      remedy: 'Measure what the rules promise, or change the promise.',
      measures: [],
    };
  }
  if (compareDecimals(figures.requests, String(rule.minRequests)) < 0) {
    return {
      status: 'no-data',
      code: 'too-few-requests',
      message: `Only ${trimZeros(
        figures.requests,
      )} requests were seen in ${where}; ${
        rule.minRequests
      } are needed to judge.`,
      remedy: 'Wait for more traffic, or send some.',
      measures: [],
    };
  }
  const limit = formatPercent(rule.maxConsumed);
  const consumed = withoutFloatDust(
    toRatio(figures.consumed),
    rule.maxConsumed,
  );
  const value = formatPercent(consumed, rule.maxConsumed);
  const measure = {
    label: `Error budget consumed in ${where}`,
    value,
    limit: `< ${limit}`,
  };
  if (compareToLimit(consumed, rule.maxConsumed) >= 0) {
    return {
      status: 'failed',
      code: 'error-budget-consumed',
      message: `${value} of the error budget of ${where} is consumed; it must be below ${limit}.`,
      remedy: `Make ${where} reliable first; the budget recovers over ${formatDuration(
        rule.window,
      )}.`,
      measures: [{ ...measure, status: 'failed' }],
    };
  }
  return {
    status: 'passed',
    code: 'error-budget-left',
    message: `${value} of the error budget of ${where} is consumed; the limit is below ${limit}.`,
    measures: [{ ...measure, status: 'passed' }],
  };
}
