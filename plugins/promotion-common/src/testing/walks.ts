// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createPromotion } from '../lifecycle/createPromotion';
import type { Effect } from '../lifecycle/effects';
import type { NewPromotion } from '../lifecycle/NewPromotion';
import type { Promotion } from '../lifecycle/Promotion';
import { transition } from '../lifecycle/transition';
import type { TransitionRecord } from '../lifecycle/TransitionResult';
import { plusMs } from '../model/moment';
import { allEvents, readinesses, WORKER } from './events';
import { makeNewPromotion, makeTerms } from './fixtures';

/** One step of a walk: which of the events that mean something here, and how long after the last. */
export interface Stride {
  readonly pick: number;
  readonly minutes: number;
}

/** One transition of a walk. */
export interface WalkStep {
  readonly before: Promotion;
  readonly after: Promotion;
  readonly record: TransitionRecord;
  readonly effects: readonly Effect[];
}

/** A promotion's life from its request on. */
export interface Walk {
  readonly first: TransitionRecord;
  readonly steps: readonly WalkStep[];
  readonly last: Promotion;
}

/** Requests whose ways can differ: kind, rollback policy, something to go back to, validations, first readiness. */
export const walkSeeds: readonly NewPromotion[] = (
  ['promotion', 'rollback'] as const
).flatMap(kind =>
  (['automatic', 'propose', 'off'] as const).flatMap(onFailure =>
    Object.values(readinesses).flatMap((readiness, index) => {
      const terms = makeTerms(index % 2 === 0 ? {} : { validations: [] });
      const rollback = { ...terms.path.rollback, onFailure };
      const seed = makeNewPromotion({
        kind,
        readiness,
        terms: { ...terms, path: { ...terms.path, rollback } },
      });
      const { releaseBefore, ...withoutBefore } = seed;
      return [seed, withoutBefore];
    }),
  ),
);

/** Walks on from a request, at each stride by an event that changes something. Ends early when there is none. */
export function walk(seed: NewPromotion, strides: readonly Stride[]): Walk {
  const created = createPromotion(seed);
  const steps: WalkStep[] = [];
  let promotion = created.promotion;
  let at = seed.requestedAt;
  for (const { pick, minutes } of strides) {
    const now = plusMs(at, minutes * 60_000);
    at = now;
    const before = promotion;
    const results = allEvents
      .map(event => transition(before, event, { at: now, actor: WORKER }))
      .filter(result => result.kind === 'transitioned');
    const result = results[pick % Math.max(1, results.length)];
    if (!result) break;
    steps.push({
      before,
      after: result.promotion,
      record: result.record,
      effects: result.effects,
    });
    promotion = result.promotion;
  }
  return { first: created.record, steps, last: promotion };
}
