// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TransitionRecord } from '../lifecycle/TransitionResult';
import type { TimelineEntry } from './PromotionView';

/** A record as it is chained to the one before. */
export type ChainedRecord = TransitionRecord & { readonly hash: string };

/** The records of a promotion as lines of its history, oldest first. */
export function timelineOf(records: readonly ChainedRecord[]): TimelineEntry[] {
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
