// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import {
  compareDecimals,
  formatPercent,
  toRatio,
  trimZeros,
} from '../model/decimal';
import { durationSchema, percentageSchema } from '../model/quantities';
import { formatDuration } from './formatDuration';
import {
  checkKeys,
  defineGate,
  minRequestsSchema,
  onEvidence,
  onSide,
} from './GateKind';
import { judgeMeasured } from './judgeMeasured';
import type { FactsOf } from './judgeRecords';
import { isEnough, shareMeasure, tooFewRequests } from './successRate';
import type { Verdict } from './Verdict';

const MAX_AGE_MS = 3_600_000;

const schema = z.strictObject({
  kind: z
    .literal('error-budget')
    .describe('Enough of the error budget of the environment is left'),
  ...onEvidence(MAX_AGE_MS),
  ...onSide,
  objective: percentageSchema.describe('The availability promised'),
  window: durationSchema.prefault('30d').describe('Default 30d'),
  maxConsumed: percentageSchema.describe('Consumed share must be below this'),
  minRequests: minRequestsSchema.default(100),
});
type Rule = z.infer<typeof schema>;

/** The share of the error budget that is consumed: of the environment, over all releases in its window. */
export const errorBudgetGate = defineGate({
  kind: 'error-budget',
  title: 'Error budget',
  schema,
  subject: 'environment',
  defaultMaxAge: MAX_AGE_MS,
  ticks: true,
  questionOf,
  check: checkKeys(schema.partial(), ({ objective, maxConsumed }) => [
    ...(objective !== undefined && compareDecimals(objective, '100') === 0
      ? [
          {
            key: 'objective',
            message:
              'an objective of 100% leaves no error budget: promise less, such as 99.9%',
          },
        ]
      : []),
    ...(maxConsumed !== undefined && compareDecimals(maxConsumed, '0') === 0
      ? [
          {
            key: 'maxConsumed',
            message:
              'the consumed share must be below maxConsumed, so 0% could never pass',
          },
        ]
      : []),
  ]),
  judge: (rule, look) =>
    judgeMeasured(look, rule.on, {
      kind: 'error-budget',
      rule,
      defaultMaxAge: MAX_AGE_MS,
      noun: 'error budget',
      question: questionOf(rule),
      judge: (figures, { environment }) =>
        judgeFigures(figures, rule, environment),
    }),
});

function questionOf({ objective, window }: Rule): string {
  return `${trimZeros(objective)} % over ${window} ms`;
}

function judgeFigures(
  figures: FactsOf<'error-budget'>,
  rule: Rule,
  where: string,
): Verdict {
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
  if (!isEnough(figures.requests, rule.minRequests)) {
    return tooFewRequests(figures.requests, rule.minRequests, where);
  }
  const limit = formatPercent(rule.maxConsumed);
  const measure = shareMeasure(
    `Error budget consumed in ${where}`,
    toRatio(figures.consumed),
    { sign: '<', limit: rule.maxConsumed },
  );
  const { value } = measure;
  if (measure.status === 'failed') {
    return {
      status: 'failed',
      code: 'error-budget-consumed',
      message: `${value} of the error budget of ${where} is consumed; it must be below ${limit}.`,
      remedy: `Make ${where} reliable first; the budget recovers over ${formatDuration(
        rule.window,
      )}.`,
      measures: [measure],
    };
  }
  return {
    status: 'passed',
    code: 'error-budget-left',
    message: `${value} of the error budget of ${where} is consumed; the limit is below ${limit}.`,
    measures: [measure],
  };
}
