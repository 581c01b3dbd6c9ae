// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TimelineEntry } from 'backstage-plugin-promotion-common';
import type { StoredRecord } from '../store/recordChain';

/** The records of a promotion as lines of its history, oldest first. */
export function timelineOf(records: readonly StoredRecord[]): TimelineEntry[] {
  return records.map(
    ({ sequence, at, actor, event, from, to, message, hash }) => ({
      sequence,
      at,
      actor,
      event: event.type,
      from,
      to,
      message,
      hash,
    }),
  );
}
