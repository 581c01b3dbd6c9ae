// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import { isBefore } from '../model/moment';
import type { Release } from '../model/Release';
import type { Timestamp } from '../model/scalars';

/** A stretch in which the release was live. `until` absent: it still is. */
export interface Interval {
  readonly since: Timestamp;
  readonly until?: Timestamp;
}

/**
 * When the release was live in an environment: now, else the last time it was. Absent: never, or since when is not
 * known, and then nothing observed there can be ascribed to it.
 */
export function liveInterval(
  state: EnvironmentState,
  release: Release,
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
    : { since: last.since, until: last.until };
}
