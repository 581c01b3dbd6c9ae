// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createPromotion } from './createPromotion';
import { allowedWhenRecorded } from './PersonEvent';
import type { Promotion } from './Promotion';
import { transition } from './transition';
import type { TransitionRecord } from './TransitionResult';

/** The row that the records make, or the first record that does not follow from those before. */
export type ReplayResult =
  | { readonly ok: true; readonly promotion: Promotion }
  | {
      readonly ok: false;
      readonly sequence: number;
      readonly message: string;
    };

/** Folds records, oldest first, to the row. Only `event`, `at` and `actor` are believed; the rest must follow from them. */
export function replay(records: readonly TransitionRecord[]): ReplayResult {
  const [first, ...rest] = records;
  if (first?.event.type !== 'requested') {
    return broken(1, 'The first record is not a request.');
  }
  const created = createPromotion(first.event.request);
  if (!follows(first, created.record)) {
    return broken(1, 'The first record does not follow from its request.');
  }
  let promotion = created.promotion;
  for (const record of rest) {
    const { at, actor } = record;
    const result = transition(promotion, allowedWhenRecorded(record.event), {
      at,
      actor,
    });
    if (result.kind === 'ignored') {
      return broken(
        record.sequence,
        `${record.event.type} would be ignored: ${result.message}`,
      );
    }
    if (!follows(record, result.record)) {
      return broken(
        record.sequence,
        `${record.event.type} leads from ${result.record.from} to ${result.record.to}, not from ${record.from} to ${record.to}.`,
      );
    }
    promotion = result.promotion;
  }
  return { ok: true, promotion };
}

function follows(stored: TransitionRecord, derived: TransitionRecord): boolean {
  return (
    stored.promotionId === derived.promotionId &&
    stored.sequence === derived.sequence &&
    stored.from === derived.from &&
    stored.to === derived.to &&
    stored.message === derived.message
  );
}

function broken(sequence: number, message: string): ReplayResult {
  return { ok: false, sequence, message };
}
