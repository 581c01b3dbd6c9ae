// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import type { EnvironmentState } from '../model/EnvironmentState';
import { formatMoment } from '../model/formatMoment';
import { latest, millisOf, plusMs } from '../model/moment';
import { durationSchema } from '../model/quantities';
import { formatDuration } from './formatDuration';
import { defineGate, everyGate, onSide } from './GateKind';
import { onSides } from './judgeMeasured';
import { type Interval, liveInterval, unobserved } from './liveInterval';
import type { Look } from './look';
import type { Verdict } from './Verdict';

const schema = z.strictObject({
  kind: z
    .literal('stability')
    .describe(
      'The environment has been unchanged and healthy for a while; stale once it was not looked at for 10 min',
    ),
  ...everyGate,
  ...onSide,
  minDuration: durationSchema.describe('No change and healthy for this long'),
});
type Rule = z.infer<typeof schema>;

/**
 * Nothing changed in the environment and it was neither degraded nor missing, for a while. In the source it is judged for
 * the time the release was live there: once it was replaced, that time stays.
 */
export const stabilityGate = defineGate({
  kind: 'stability',
  title: 'Deployment stability',
  schema,
  subject: 'environment',
  ticks: true,
  judge: (rule, look) =>
    onSides(rule.on, look, (state, side) => {
      const { release } = look.facts;
      const interval =
        side === 'source' ? liveInterval(state, release) : undefined;
      const isElsewhere =
        side === 'source' && state.live?.releaseId !== release.releaseId;
      return isElsewhere
        ? judgePast(interval, state, { rule, look })
        : judgeNow(state, { rule, look });
    }),
});

interface Context {
  readonly rule: Rule;
  readonly look: Look;
}

function judgeNow(state: EnvironmentState, { rule, look }: Context): Verdict {
  const where = state.environment;
  const needed = formatDuration(rule.minDuration);
  const measure = { label: `Stable in ${where} for`, limit: `≥ ${needed}` };
  const silent = unobserved(state, look.nowMs);
  if (silent) {
    return { ...silent, measures: [{ ...measure, status: silent.status }] };
  }
  const { health, changedAt } = state;
  const stableSince = stableSinceOf(state);
  if (health === 'unknown' || (health === 'healthy' && !stableSince)) {
    return {
      status: 'no-data',
      code: 'stability-unknown',
      message: `Since when ${where} is unchanged and healthy is not known.`,
      remedy: 'Wait until the observer has seen it.',
      measures: [{ ...measure, status: 'no-data' }],
    };
  }
  if (health === 'degraded' || health === 'missing' || !stableSince) {
    const why = state.healthMessage ? `: ${state.healthMessage}` : '';
    return {
      status: 'failed',
      code: 'environment-not-healthy',
      message: `${where} is ${health}${why}.`,
      remedy: `Make ${where} healthy; it must then stay so for ${needed}.`,
      measures: [{ ...measure, value: health, status: 'failed' }],
    };
  }
  const since = latest([changedAt, stableSince]) ?? stableSince;
  const stableMs = look.nowMs - millisOf(since);
  const value = formatDuration(stableMs);
  if (stableMs < rule.minDuration) {
    const reevaluateAt = plusMs(since, rule.minDuration);
    return {
      status: 'pending',
      code: 'not-stable-long-enough',
      message: `${where} is unchanged and healthy for ${value}; ${needed} is needed.`,
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

/** States of before it was recorded tell of the last change of health only, which may be later. */
function stableSinceOf(state: EnvironmentState): string | undefined {
  if (state.changedAt === undefined) return undefined;
  return (
    state.stableSince ??
    (state.health === 'healthy' ? state.healthySince : undefined)
  );
}

/** What runs in the source now says nothing of a release that ran there before. */
function judgePast(
  interval: Interval | undefined,
  { environment: where }: EnvironmentState,
  { rule, look }: Context,
): Verdict {
  const { version } = look.facts.release;
  const needed = formatDuration(rule.minDuration);
  const measure = { label: `Stable in ${where} for`, limit: `≥ ${needed}` };
  if (!interval?.until) {
    return {
      status: 'no-data',
      code: 'never-live',
      message: `Since when ${version} is live in ${where} is not known.`,
      remedy: `Deploy ${version} to ${where} first.`,
      measures: [{ ...measure, status: 'no-data' }],
    };
  }
  const { stableSince, until } = interval;
  const from = latest([interval.since, stableSince]) ?? interval.since;
  const stableMs =
    stableSince === undefined ? 0 : millisOf(until) - millisOf(from);
  const value = formatDuration(stableMs);
  if (stableMs < rule.minDuration) {
    return {
      status: 'failed',
      code: 'replaced-before-stable',
      message: `${version} was unchanged and healthy in ${where} for ${value} when it was replaced; ${needed} is needed.`,
      remedy: `Deploy ${version} to ${where} again, or promote what is live there.`,
      measures: [{ ...measure, value, status: 'failed' }],
    };
  }
  return {
    status: 'passed',
    code: 'was-stable',
    message: `${version} was unchanged and healthy in ${where} for ${value}.`,
    measures: [{ ...measure, value, status: 'passed' }],
  };
}
