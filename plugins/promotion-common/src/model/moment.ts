// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from './scalars';

/** Milliseconds since the epoch, so that moments written with and without fractions compare. */
export function millisOf(at: Timestamp): number {
  return Date.parse(at);
}

/** The moment so many milliseconds after (or, negative, before) another. */
export function plusMs(at: Timestamp, ms: number): Timestamp {
  return new Date(millisOf(at) + ms).toISOString();
}

/** Whether the first moment is strictly before the second. */
export function isBefore(at: Timestamp, other: Timestamp): boolean {
  return millisOf(at) < millisOf(other);
}

/** The latest of those that are there; absent when none is. */
export function latest(
  moments: readonly (Timestamp | undefined)[],
): Timestamp | undefined {
  return moments
    .filter(moment => moment !== undefined)
    .reduce<Timestamp | undefined>(
      (last, moment) =>
        last === undefined || isBefore(last, moment) ? moment : last,
      undefined,
    );
}

/** The earliest of those that are there; absent when none is. */
export function earliest(
  moments: readonly (Timestamp | undefined)[],
): Timestamp | undefined {
  return moments
    .filter(moment => moment !== undefined)
    .reduce<Timestamp | undefined>(
      (first, moment) =>
        first === undefined || isBefore(moment, first) ? moment : first,
      undefined,
    );
}
