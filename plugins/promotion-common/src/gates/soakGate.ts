// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { formatMoment } from '../model/formatMoment';
import { millisOf, plusMs } from '../model/moment';
import { durationSchema } from '../model/quantities';
import { formatDuration } from './formatDuration';
import { defineGate, everyGate } from './GateKind';
import { liveInterval, unobserved } from './liveInterval';
import type { Look } from './look';
import type { Verdict } from './Verdict';

const schema = z.strictObject({
  kind: z
    .literal('soak')
    .describe(
      'The release has been live in the source for a while; stale once it was not looked at for 10 min',
    ),
  ...everyGate,
  minDuration: durationSchema.describe(
    'The release has been live in the source for this long without a break',
  ),
});

/** The release has been live in the source for a while without a break; once it was replaced, its time there stays. */
export const soakGate = defineGate({
  kind: 'soak',
  title: 'Soak time',
  schema,
  subject: 'environment',
  ticks: true,
  judge: judgeSoak,
});

function judgeSoak(rule: z.infer<typeof schema>, look: Look): Verdict {
  const { facts, now } = look;
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
    interval.until === undefined
      ? unobserved(facts.source, look.nowMs)
      : undefined;
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
