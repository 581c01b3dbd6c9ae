// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import { isBefore, millisOf } from '../model/moment';
import type { Release } from '../model/Release';
import type { Timestamp } from '../model/scalars';
import { formatDuration } from './formatDuration';
import type { Verdict } from './Verdict';

/**
 * How long what the observer saw counts, 10 minutes. It looks every few seconds: one that has been silent for longer is
 * not looking, and nobody can say what runs there now.
 */
export const MAX_STATE_AGE_MS = 10 * 60_000;

/** A stretch in which the release was live. `until` absent: it still is. `stableSince` as in the state, at its end. */
export interface Interval {
  readonly since: Timestamp;
  readonly until?: Timestamp;
  readonly stableSince?: Timestamp;
}

/**
 * When the release was live in an environment: now, else the last time it was. Absent: never, or since when is not
 * known, and then nothing observed there can be ascribed to it.
 */
export function liveInterval(
  state: EnvironmentState,
  release: Pick<Release, 'releaseId'>,
): Interval | undefined {
  const intervals = state.history.filter(
    interval => interval.releaseId === release.releaseId,
  );
  if (state.live?.releaseId === release.releaseId) {
    const open = intervals.find(interval => interval.until === undefined);
    const since = state.since ?? open?.since;
    return since === undefined ? undefined : { since };
  }
  const last = intervals
    .filter(interval => interval.until !== undefined)
    .reduce<(typeof intervals)[number] | undefined>(
      (latest, interval) =>
        latest && isBefore(interval.since, latest.since) ? latest : interval,
      undefined,
    );
  return last?.until === undefined
    ? undefined
    : { since: last.since, until: last.until, stableSince: last.stableSince };
}

/** Why a recorded state says nothing of an environment as it is now; absent: it does. */
export function unobserved(
  state: EnvironmentState,
  nowMs: number,
): Verdict | undefined {
  const { environment, problems, observedAt } = state;
  const [problem] = problems;
  if (problem) {
    return {
      status: 'errored',
      code: 'environment-unreadable',
      message: `${environment} cannot be read since ${problem.since}: ${problem.message}`,
      remedy: `Bring the ${problem.source} of ${environment} back.`,
      measures: [],
      environment,
    };
  }
  const ageMs = nowMs - millisOf(observedAt);
  if (ageMs <= MAX_STATE_AGE_MS) return undefined;
  return {
    status: 'stale',
    code: 'observer-silent',
    message: `${environment} was last looked at ${formatDuration(
      ageMs,
    )} ago; what was seen counts for ${formatDuration(MAX_STATE_AGE_MS)}.`,
    remedy: `See in the log of the Backstage backend why it looks at ${environment} no more.`,
    measures: [],
    environment,
  };
}
