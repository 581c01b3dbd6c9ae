// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import { millisOf } from 'backstage-plugin-promotion-common/model';

const SHORTEST_MS = 2_000;
const LONGEST_MS = 60_000;

/** How long to wait after an error, doubling with each attempt: 2 s, 4 s, up to a minute. */
export function delayAfterError(attempt: number): number {
  return Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.max(0, attempt - 1));
}

/** How long to wait while a source is away: the longer it already was, the longer, from 2 s up to a minute. */
export function delayDuringOutage(
  promotion: Pick<Promotion, 'outageSince'>,
  now: Timestamp,
): number {
  const awayMs = promotion.outageSince
    ? millisOf(now) - millisOf(promotion.outageSince)
    : 0;
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, awayMs / 2));
}
