// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionEvent } from './events';

/** What happens only because somebody decided it. */
export const personEventTypes = [
  'approved',
  'rejected',
  'approval-withdrawn',
  'overridden',
  'joined',
  'cancel-requested',
  'superseded',
  'rollback-requested',
  'decided',
] as const satisfies readonly PromotionEvent['type'][];
/** @see personEventTypes */
export type PersonEventType = (typeof personEventTypes)[number];

/** An event that somebody's command makes. */
export type PersonEvent = Extract<PromotionEvent, { type: PersonEventType }>;

declare const allowed: unique symbol;

/** An event of a person whose command was allowed. Only `commands/` makes one, so that no route can forget to ask. */
export type Allowed<E extends PersonEvent = PersonEvent> = E & {
  readonly [allowed]: true;
};

/** What `transition` takes: what the machine sees by itself, and what a person was allowed. */
export type TransitionEvent = Exclude<PromotionEvent, PersonEvent> | Allowed;

/**
 * Marks an event as allowed. Lint lets only `commands/` import this, besides `replay`, which reads events that were
 * allowed when they were recorded, and the tests' fixtures.
 */
export function allow<E extends PersonEvent>(event: E): Allowed<E> {
  // The mark exists for the compiler alone; there is nothing to add at run time.
  return event as Allowed<E>;
}

/** A recorded event, to be replayed: whoever gave it was allowed to when it was recorded. */
export function allowedWhenRecorded(event: PromotionEvent): TransitionEvent {
  return isPersonEvent(event) ? allow(event) : event;
}

function isPersonEvent(event: PromotionEvent): event is PersonEvent {
  return personEventTypes.some(type => type === event.type);
}
