// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { compareDecimals, trimZeros } from '../model/decimal';
import type { Measure } from '../model/Gate';
import type { Decimal } from '../model/scalars';
import {
  countSchema,
  defineGate,
  minRequestsSchema,
  onEvidence,
} from './GateKind';
import type { FactsOf } from './judgeRecords';
import { judgeReports } from './judgeReports';
import { type Verdict, worstStatus } from './Verdict';

const schema = z.strictObject({
  kind: z
    .literal('performance')
    .describe('A load test passed its own thresholds and these'),
  ...onEvidence(),
  maxP95LatencyMs: countSchema
    .optional()
    .describe('95th percentile in milliseconds, at most; absent: not limited'),
  maxP99LatencyMs: countSchema
    .optional()
    .describe('99th percentile in milliseconds, at most; absent: not limited'),
  minRequests: minRequestsSchema.default(1),
});

/** A load test met its own thresholds and the latencies of the rule. */
export const performanceGate = defineGate({
  kind: 'performance',
  title: 'Performance',
  schema,
  subject: 'release',
  ticks: false,
  judge: (rule, look) =>
    judgeReports(look, {
      kind: 'performance',
      rule,
      noun: () => 'report of the load test',
      judge: figures => judgeFigures(figures, rule),
    }),
});

function judgeFigures(
  figures: FactsOf<'performance'>,
  rule: z.infer<typeof schema>,
): Verdict {
  const measures = measuresOf(figures, rule);
  const status = worstStatus(measures.map(measure => measure.status));
  const bad = measures.filter(measure => measure.status === status);
  if (status === 'failed') {
    const why = bad.map(
      ({ label, value, limit }) => `${label} ${value} (${limit})`,
    );
    return {
      status,
      code: 'performance-below-limit',
      message: `The load test did not meet: ${why.join(', ')}.`,
      remedy:
        'Make it faster, build a new release and run the load test on it.',
      measures,
    };
  }
  if (status !== 'passed' || measures.length === 1) {
    const missing = bad.map(measure => measure.label).join(', ');
    return {
      status: 'no-data',
      code: 'too-little-measured',
      message:
        status === 'passed'
          ? 'The load test checked no threshold.'
          : `The load test has too little to judge: ${missing}.`,
      remedy: 'Let the load test run longer, and check thresholds.',
      measures,
    };
  }
  return {
    status: 'passed',
    code: 'performance-within-limits',
    message: `The load test met its limits over ${figures.requests} requests.`,
    measures,
  };
}

function measuresOf(
  figures: FactsOf<'performance'>,
  rule: z.infer<typeof schema>,
): Measure[] {
  const { requests, thresholdsChecked, thresholdsFailed } = figures;
  const minRequests = Math.max(1, rule.minRequests);
  const checked = Math.max(thresholdsChecked, thresholdsFailed);
  return [
    {
      label: 'Requests',
      value: String(requests),
      limit: `≥ ${minRequests}`,
      status: requests < minRequests ? 'no-data' : 'passed',
    },
    ...(checked === 0
      ? []
      : [
          {
            label: 'Thresholds failed',
            value: `${thresholdsFailed} of ${checked}`,
            limit: '0',
            status: thresholdsFailed > 0 ? 'failed' : 'passed',
          } as const,
        ]),
    ...latency('p95', figures.p95LatencyMs, rule.maxP95LatencyMs),
    ...latency('p99', figures.p99LatencyMs, rule.maxP99LatencyMs),
  ];
}

function latency(
  label: string,
  value: Decimal | undefined,
  limit: number | undefined,
): Measure[] {
  if (limit === undefined) return [];
  const measure = { label: `${label} latency`, limit: `≤ ${limit} ms` };
  if (value === undefined) return [{ ...measure, status: 'no-data' }];
  const isOver = compareDecimals(value, String(limit)) > 0;
  return [
    {
      ...measure,
      value: `${trimZeros(value)} ms`,
      status: isOver ? 'failed' : 'passed',
    },
  ];
}
