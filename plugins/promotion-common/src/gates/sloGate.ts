// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import {
  compareToLimit,
  ExactRatio,
  formatPercent,
  withoutFloatDust,
} from '../model/decimal';
import type { Measure } from '../model/Gate';
import { formatMoment } from '../model/formatMoment';
import { isBefore, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { formatDuration } from './formatDuration';
import type { GateFacts } from './GateFacts';
import { judgeEnvironment, judgeWhileLive } from './judgeEnvironment';
import type { FactsOf } from './judgeRecord';
import type { Interval } from './liveInterval';
import { onSides } from './onSides';
import { successRate } from './successRate';
import type { Verdict } from './Verdict';

/** What minDuration means where the rule does not say. */
const DEFAULT_MIN_DURATION_MS = 10 * 60_000;

/** Availability and error rate: in the source while the release was live there, in the target as it is. */
export function sloGate(
  rule: GateRulesOf<'slo'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const common = { kind: 'slo', rule, now, noun: 'SLO measurement' } as const;
  return onSides(rule.on, facts, (state, side) => {
    const judge = (figures: FactsOf<'slo'>, interval?: Interval) =>
      judgeFigures(figures, { rule, state, now, interval });
    return side === 'target'
      ? judgeEnvironment(facts, state, {
          ...common,
          judge: figures => judge(figures),
        })
      : judgeWhileLive(facts, state, {
          ...common,
          windowOf: figures => figures.windowMs,
          enoughMs: rule.minDuration ?? DEFAULT_MIN_DURATION_MS,
          judge,
        });
  });
}

function judgeFigures(
  figures: FactsOf<'slo'>,
  context: {
    rule: GateRulesOf<'slo'>;
    state: EnvironmentState;
    now: Timestamp;
    interval: Interval | undefined;
  },
): Verdict {
  const { rule, state, now, interval } = context;
  const minDuration = rule.minDuration ?? DEFAULT_MIN_DURATION_MS;
  if (figures.windowMs < minDuration) {
    return tooShort(figures.windowMs, minDuration, { now, interval });
  }
  const rate = successRate(figures, rule.minRequests);
  if (!rate.ok) return rate.verdict;
  const success = withoutFloatDust(rate.success, rule.minAvailability);
  const failure = withoutFloatDust(rate.failure, rule.maxErrorRate);
  const availability = measureOf(success, {
    label: 'Availability',
    limit: rule.minAvailability,
    sign: '≥',
  });
  const errorRate = measureOf(failure, {
    label: 'Error rate',
    limit: rule.maxErrorRate,
    sign: '≤',
  });
  const measures = [availability, errorRate];
  const over = formatDuration(figures.windowMs);
  const where = state.environment;
  if (availability.status === 'passed' && errorRate.status === 'passed') {
    return {
      status: 'passed',
      code: 'slo-met',
      message: `Availability in ${where} is ${availability.value} over ${over}.`,
      measures,
    };
  }
  const isAvailability = availability.status === 'failed';
  const message = isAvailability
    ? `Availability in ${where} is ${
        availability.value
      } over ${over}, below the limit of ${formatPercent(
        rule.minAvailability,
      )}.`
    : `The error rate in ${where} is ${
        errorRate.value
      } over ${over}, above the limit of ${formatPercent(rule.maxErrorRate)}.`;
  return {
    status: 'failed',
    code: isAvailability ? 'availability-below-limit' : 'error-rate-over-limit',
    message,
    remedy: `Find the failing requests in ${where}; the figure recovers as good requests come in.`,
    measures,
  };
}

function measureOf(
  value: ExactRatio,
  about: { label: string; limit: string; sign: '≥' | '≤' },
): Measure {
  const { label, limit, sign } = about;
  const compared = compareToLimit(value, limit);
  const holds = sign === '≥' ? compared >= 0 : compared <= 0;
  return {
    label,
    value: formatPercent(value, limit),
    limit: `${sign} ${formatPercent(limit)}`,
    status: holds ? 'passed' : 'failed',
  };
}

/** `pending` when the release only has to be live a little longer; else nobody knows when there will be enough. */
export function tooShort(
  windowMs: number,
  minDuration: number,
  when: { now: Timestamp; interval: Interval | undefined },
): Verdict {
  const { now, interval } = when;
  const isLive = interval && interval.until === undefined;
  const enoughAt = isLive ? plusMs(interval.since, minDuration) : undefined;
  const about = {
    message: `Only ${formatDuration(windowMs)} was observed; ${formatDuration(
      minDuration,
    )} is needed to judge.`,
    measures: [
      {
        label: 'Observed for',
        value: formatDuration(windowMs),
        limit: `≥ ${formatDuration(minDuration)}`,
        status: 'no-data',
      } as const,
    ],
  };
  if (enoughAt !== undefined && isBefore(now, enoughAt)) {
    const measures = about.measures.map(
      measure => ({ ...measure, status: 'pending' } as const),
    );
    return {
      ...about,
      status: 'pending',
      code: 'observed-too-briefly',
      remedy: `Wait until ${formatMoment(enoughAt)}.`,
      measures,
      reevaluateAt: enoughAt,
    };
  }
  return {
    ...about,
    status: 'no-data',
    code: 'observed-too-briefly',
    remedy: isLive
      ? 'Let the source be asked again.'
      : 'Promote a release that is live in the source.',
  };
}
