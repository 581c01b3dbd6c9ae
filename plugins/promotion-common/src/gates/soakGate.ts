// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { formatMoment } from '../model/formatMoment';
import { millisOf, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { formatDuration } from './formatDuration';
import type { GateFacts } from './GateFacts';
import { liveInterval } from './liveInterval';
import { unobserved } from './observedState';
import type { Verdict } from './Verdict';

/** The release has been live in the source for a while without a break; once it was replaced, its time there stays. */
export function soakGate(
  rule: GateRulesOf<'soak'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const { version } = facts.release;
  const where = facts.from;
  const interval = liveInterval(facts.source, facts.release);
  const limit = formatDuration(rule.minDuration);
  const measure = { label: `Live in ${where} for`, limit: `≥ ${limit}` };
  const about = { environment: where };
  if (!interval) {
    return {
      ...about,
      status: 'no-data',
      code: 'never-live',
      message: `Since when ${version} is live in ${where} is not known.`,
      remedy: `Deploy ${version} to ${where} first.`,
      measures: [{ ...measure, status: 'no-data' }],
    };
  }
  const silent =
    interval.until === undefined ? unobserved(facts.source, now) : undefined;
  if (silent) {
    return { ...silent, measures: [{ ...measure, status: silent.status }] };
  }
  const liveMs = millisOf(interval.until ?? now) - millisOf(interval.since);
  const value = formatDuration(liveMs);
  if (liveMs >= rule.minDuration) {
    return {
      ...about,
      status: 'passed',
      code: 'soaked',
      message: `${version} ${
        interval.until ? 'was' : 'is'
      } live in ${where} for ${value}.`,
      measures: [{ ...measure, value, status: 'passed' }],
    };
  }
  if (interval.until !== undefined) {
    return {
      ...about,
      status: 'failed',
      code: 'replaced-too-early',
      message: `${version} was live in ${where} for ${value} only; ${limit} is needed.`,
      remedy: `Deploy ${version} to ${where} again, or promote what is live there.`,
      measures: [{ ...measure, value, status: 'failed' }],
    };
  }
  const reevaluateAt = plusMs(interval.since, rule.minDuration);
  return {
    ...about,
    status: 'pending',
    code: 'not-soaked-long-enough',
    message: `${version} is live in ${where} for ${value}; ${limit} is needed.`,
    remedy: `Wait until ${formatMoment(reevaluateAt)}.`,
    measures: [{ ...measure, value, status: 'pending' }],
    reevaluateAt,
  };
}
