// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence } from '../model/Evidence';
import { isBefore, millisOf } from '../model/moment';
import type { Timestamp } from '../model/scalars';

/** Clocks of others may run this far ahead of ours. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** The newest record of each group, newest first. The order in which they are given does not matter. */
export function newestEvidence(
  evidence: readonly Evidence[],
  groupOf: (each: Evidence) => string = each => each.producer,
): readonly Evidence[] {
  const newest = new Map<string, Evidence>();
  for (const each of evidence) {
    const group = groupOf(each);
    const known = newest.get(group);
    if (!known || isNewer(each, known)) newest.set(group, each);
  }
  return [...newest.values()].sort((a, b) => (isNewer(a, b) ? -1 : 1));
}

/** Whether it was observed further in the future than clocks may differ. */
export function isFromTheFuture(evidence: Evidence, now: Timestamp): boolean {
  return millisOf(evidence.observedAt) > millisOf(now) + MAX_CLOCK_SKEW_MS;
}

/** How long ago it was observed; never negative. */
export function ageMs(evidence: Evidence, now: Timestamp): number {
  return Math.max(0, millisOf(now) - millisOf(evidence.observedAt));
}

function isNewer(a: Evidence, b: Evidence): boolean {
  if (millisOf(a.observedAt) !== millisOf(b.observedAt)) {
    return isBefore(b.observedAt, a.observedAt);
  }
  if (millisOf(a.receivedAt) !== millisOf(b.receivedAt)) {
    return isBefore(b.receivedAt, a.receivedAt);
  }
  return a.evidenceId > b.evidenceId;
}
