// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { formatPercent, toRatio } from '../model/decimal';
import type { Measure } from '../model/Gate';
import { durationSchema, percentageSchema } from '../model/quantities';
import { environmentNameSchema, type Timestamp } from '../model/scalars';
import { formatDuration } from './formatDuration';
import { defineGate, minRequestsSchema, onEvidence } from './GateKind';
import { judgeMeasured, tooShort } from './judgeMeasured';
import type { FactsOf } from './judgeRecords';
import type { Interval } from './liveInterval';
import { shareMeasure, successRate } from './successRate';
import { type Verdict, worstStatus } from './Verdict';

const MAX_AGE_MS = 3_600_000;

const schema = z.strictObject({
  kind: z
    .literal('canary')
    .describe('Enough real traffic met the release, and it went well'),
  ...onEvidence(MAX_AGE_MS),
  minTrafficShare: percentageSchema,
  trafficAmong: z
    .array(environmentNameSchema)
    .min(2)
    .optional()
    .describe(
      'The environments that share the traffic; absent: source and target of the path',
    ),
  minDuration: durationSchema,
  minSuccessRate: percentageSchema,
  minRequests: minRequestsSchema.default(100),
});
type Rule = z.infer<typeof schema>;

/** Enough real traffic met the release in the source, for long enough, and went well. */
export const canaryGate = defineGate({
  kind: 'canary',
  title: 'Canary metrics',
  schema,
  subject: 'environment',
  defaultMaxAge: MAX_AGE_MS,
  ticks: true,
  whileLive: true,
  questionOf,
  judge: (rule, look) =>
    judgeMeasured(look, 'source', {
      kind: 'canary',
      rule,
      defaultMaxAge: MAX_AGE_MS,
      noun: 'canary measurement',
      question: questionOf(rule),
      whileLive: {
        windowOf: figures => figures.durationMs,
        enoughMs: rule.minDuration,
      },
      judge: (figures, _state, interval) =>
        judgeFigures(figures, { rule, now: look.now, interval }),
    }),
});

function questionOf({ trafficAmong }: Rule): string {
  return trafficAmong === undefined
    ? 'among source and target'
    : `among ${[...trafficAmong].sort().join(', ')}`.slice(0, 128);
}

function judgeFigures(
  figures: FactsOf<'canary'>,
  context: {
    rule: Rule;
    now: Timestamp;
    interval: Interval | undefined;
  },
): Verdict {
  const { rule } = context;
  const rate = successRate(figures, rule.minRequests);
  if (!rate.ok) return rate.verdict;
  const traffic = shareMeasure('Traffic', toRatio(figures.trafficShare), {
    sign: '≥',
    limit: rule.minTrafficShare,
  });
  const successes = shareMeasure('Success rate', rate.success, {
    sign: '≥',
    limit: rule.minSuccessRate,
  });
  const short =
    figures.durationMs < rule.minDuration
      ? tooShort(figures.durationMs, rule.minDuration, context)
      : undefined;
  const duration: Measure = {
    label: 'Duration',
    value: formatDuration(figures.durationMs),
    limit: `≥ ${formatDuration(rule.minDuration)}`,
    status: short?.status ?? 'passed',
  };
  const measures = [traffic, duration, successes];
  const status = worstStatus(measures.map(measure => measure.status));
  if (status === 'passed') {
    return {
      status,
      code: 'canary-passed',
      message: `${successes.value} of requests went well over ${duration.value} with ${traffic.value} of traffic.`,
      measures,
    };
  }
  if (status !== 'failed' && short) return { ...short, measures };
  const isSuccess = successes.status === 'failed';
  return {
    status: 'failed',
    code: isSuccess ? 'success-rate-below-limit' : 'traffic-below-limit',
    message: isSuccess
      ? `Only ${successes.value} of requests went well; ${formatPercent(
          rule.minSuccessRate,
        )} is needed.`
      : `The canary gets ${traffic.value} of traffic; ${formatPercent(
          rule.minTrafficShare,
        )} is needed.`,
    remedy: isSuccess
      ? 'Find the failing requests in the canary.'
      : 'Send more traffic to the canary.',
    measures,
    ...(short?.reevaluateAt !== undefined && {
      reevaluateAt: short.reevaluateAt,
    }),
  };
}
