// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { SourceOutage } from '../setupOf';
import { waitKind } from './WaitKind';

/** A source of either end gives no answer. What is one and the same outage for both ends is told once. */
export const outage = waitKind<SourceOutage>({
  kind: 'outage',
  title: 'Unreachable source',
  liftedBy: 'source',
  stopsRollback: false,
  of: ({ setup }) => [
    ...new Map(
      setup
        .flatMap(({ outages }) => outages)
        .map(one => [`${one.source} ${one.message}`, one]),
    ).values(),
  ],
  until: () => undefined,
  message: ({ message }) => message,
});
