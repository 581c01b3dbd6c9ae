// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import {
  transition,
  type TransitionEvent,
} from 'backstage-plugin-promotion-common/lifecycle';
import type { Stores } from '../store/DatabaseStores';

/** The actor of what the product does by itself. */
export const SYSTEM_ACTOR = { kind: 'system', ref: 'system' } as const;

/** What became of an event. */
export type CommittedEvent =
  | { readonly kind: 'committed'; readonly promotion: Promotion }
  | { readonly kind: 'ignored'; readonly message: string }
  /** Slots it needs are taken: it waits, as this promotion. */
  | { readonly kind: 'not-its-turn'; readonly promotion: Promotion }
  | { readonly kind: 'lost-race' };

/** Asks the core what an event makes of a promotion, and writes that under the worker's claim. */
export async function commitEvent(
  promotion: Promotion,
  event: TransitionEvent,
  worker: {
    readonly stores: Stores;
    readonly now: Timestamp;
    readonly owner: string;
  },
  limits: { readonly maxConcurrent?: number } = {},
): Promise<CommittedEvent> {
  const { now } = worker;
  const result = transition(promotion, event, { at: now, actor: SYSTEM_ACTOR });
  if (result.kind === 'ignored') {
    return { kind: 'ignored', message: result.message };
  }
  const takesSlots = result.effects.some(
    effect => effect.kind === 'acquire-slots',
  );
  const written = await worker.stores.promotions.commit({
    promotion: result.promotion,
    record: result.record,
    effects: result.effects,
    now,
    lease: { owner: worker.owner },
    ...(takesSlots &&
      limits.maxConcurrent !== undefined && {
        concurrency: {
          environment: promotion.to,
          limit: limits.maxConcurrent,
        },
      }),
  });
  if (written.kind === 'committed') {
    return { kind: 'committed', promotion: result.promotion };
  }
  if (written.kind === 'lost-race') return { kind: 'lost-race' };
  return waitForTurn(promotion, event, worker);
}

/** Somebody took the slots between looking and taking: the same judgement again, with the slots taken. */
async function waitForTurn(
  promotion: Promotion,
  event: TransitionEvent,
  worker: Parameters<typeof commitEvent>[2],
): Promise<CommittedEvent> {
  if (event.type !== 'evaluated' || !event.slotsFree) {
    return { kind: 'not-its-turn', promotion };
  }
  const again = { ...event, slotsFree: false };
  const waiting = await commitEvent(promotion, again, worker);
  if (waiting.kind === 'lost-race') return waiting;
  return {
    kind: 'not-its-turn',
    promotion: waiting.kind === 'ignored' ? promotion : waiting.promotion,
  };
}
