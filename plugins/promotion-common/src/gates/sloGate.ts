// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import {
  compareDecimals,
  formatPercent,
  subtractDecimals,
  trimZeros,
} from '../model/decimal';
import type { EnvironmentState } from '../model/EnvironmentState';
import { durationSchema, percentageSchema } from '../model/quantities';
import type { Timestamp } from '../model/scalars';
import { formatDuration } from './formatDuration';
import {
  checkKeys,
  defineGate,
  type GateProblem,
  minRequestsSchema,
  onEvidence,
  onSide,
} from './GateKind';
import { judgeMeasured, tooShort } from './judgeMeasured';
import type { FactsOf } from './judgeRecords';
import type { Interval } from './liveInterval';
import { shareMeasure, successRate } from './successRate';
import type { Verdict } from './Verdict';

/** What minDuration means where the rule does not say. */
const DEFAULT_MIN_DURATION_MS = 10 * 60_000;
const MAX_AGE_MS = 3_600_000;

const schema = z.strictObject({
  kind: z
    .literal('slo')
    .describe('Availability and error rate in the environment'),
  ...onEvidence(MAX_AGE_MS),
  ...onSide,
  minAvailability: percentageSchema,
  maxErrorRate: percentageSchema,
  window: durationSchema
    .optional()
    .describe(
      'How far back; absent: since the release became live there, at most 30 d',
    ),
  minDuration: durationSchema
    .optional()
    .describe('Shorter observation is no data; absent: 10m'),
  minRequests: minRequestsSchema.default(100),
});
type Rule = z.infer<typeof schema>;

/** Availability and error rate: in the source while the release was live there, in the target as it is. */
export const sloGate = defineGate({
  kind: 'slo',
  title: 'Service level',
  schema,
  subject: 'environment',
  defaultMaxAge: MAX_AGE_MS,
  ticks: true,
  whileLive: true,
  questionOf,
  check: checkKeys(schema.partial(), check),
  judge: (rule, look) =>
    judgeMeasured(look, rule.on, {
      kind: 'slo',
      rule,
      defaultMaxAge: MAX_AGE_MS,
      noun: 'SLO measurement',
      question: questionOf(rule),
      whileLive: {
        windowOf: figures => figures.windowMs,
        enoughMs: rule.minDuration ?? DEFAULT_MIN_DURATION_MS,
      },
      judge: (figures, state, interval) =>
        judgeFigures(figures, { rule, state, now: look.now, interval }),
    }),
});

function questionOf({ window }: Rule): string {
  return window === undefined ? 'since it is live' : `over ${window} ms`;
}

/** Availability and error rate come from one pair of counts, so limits that differ hide one another. */
function check(rule: Partial<Rule>): readonly GateProblem[] {
  const { minAvailability, maxErrorRate, window } = rule;
  const minDuration = rule.minDuration ?? DEFAULT_MIN_DURATION_MS;
  const problems: GateProblem[] = [];
  if (minAvailability !== undefined && maxErrorRate !== undefined) {
    const implied = subtractDecimals('100', minAvailability);
    if (compareDecimals(implied, maxErrorRate) !== 0) {
      problems.push({
        key: 'maxErrorRate',
        message: `maxErrorRate ${maxErrorRate}% and minAvailability ${minAvailability}% do not fit together: an availability of ${trimZeros(
          minAvailability,
        )}% is an error rate of ${implied}%`,
      });
    }
  }
  if (window !== undefined && window < minDuration) {
    const least =
      rule.minDuration === undefined
        ? `, which is ${formatDuration(DEFAULT_MIN_DURATION_MS)} by default`
        : '';
    problems.push({
      key: 'window',
      message: `window is shorter than minDuration${least}, so there could never be enough data`,
    });
  }
  return problems;
}

function judgeFigures(
  figures: FactsOf<'slo'>,
  context: {
    rule: Rule;
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
  const availability = shareMeasure('Availability', rate.success, {
    sign: '≥',
    limit: rule.minAvailability,
  });
  const errorRate = shareMeasure('Error rate', rate.failure, {
    sign: '≤',
    limit: rule.maxErrorRate,
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
