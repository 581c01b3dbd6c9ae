// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  compareToLimit,
  formatPercent,
  toRatio,
  withoutFloatDust,
} from '../model/decimal';
import type { Measure } from '../model/Gate';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { formatDuration } from './formatDuration';
import type { GateFacts } from './GateFacts';
import { judgeWhileLive } from './judgeEnvironment';
import type { FactsOf } from './judgeRecord';
import type { Interval } from './liveInterval';
import { tooShort } from './sloGate';
import { successRate } from './successRate';
import { Verdict, worstStatus } from './Verdict';

/** Enough real traffic met the release in the source, for long enough, and went well. */
export function canaryGate(
  rule: GateRulesOf<'canary'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const verdict = judgeWhileLive(facts, facts.source, {
    kind: 'canary',
    rule,
    now,
    noun: 'canary measurement',
    windowOf: figures => figures.durationMs,
    enoughMs: rule.minDuration,
    judge: (figures, interval) =>
      judgeFigures(figures, { rule, now, interval }),
  });
  return { ...verdict, environment: facts.from };
}

function judgeFigures(
  figures: FactsOf<'canary'>,
  context: {
    rule: GateRulesOf<'canary'>;
    now: Timestamp;
    interval: Interval;
  },
): Verdict {
  const { rule } = context;
  const rate = successRate(figures, rule.minRequests);
  if (!rate.ok) return rate.verdict;
  const success = withoutFloatDust(rate.success, rule.minSuccessRate);
  const share = withoutFloatDust(
    toRatio(figures.trafficShare),
    rule.minTrafficShare,
  );
  const traffic: Measure = {
    label: 'Traffic',
    value: formatPercent(share, rule.minTrafficShare),
    limit: `≥ ${formatPercent(rule.minTrafficShare)}`,
    status:
      compareToLimit(share, rule.minTrafficShare) < 0 ? 'failed' : 'passed',
  };
  const successes: Measure = {
    label: 'Success rate',
    value: formatPercent(success, rule.minSuccessRate),
    limit: `≥ ${formatPercent(rule.minSuccessRate)}`,
    status:
      compareToLimit(success, rule.minSuccessRate) < 0 ? 'failed' : 'passed',
  };
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
