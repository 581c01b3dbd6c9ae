// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  allEvents,
  makeNewPromotion,
  makeRelease,
  makeTerms,
  WORKER,
} from '../testing';
import { createPromotion } from './createPromotion';
import { dueAt, MAX_ATTEMPTS } from './deadlines';
import type { NewPromotion } from './NewPromotion';
import { eventTypes } from './events';
import { isWaiting } from './isTerminal';
import type { ChangeProgress } from './Progress';
import type { Promotion } from './Promotion';
import { promotionStates } from './states';
import type { TransitionEvent } from './PersonEvent';
import { transition } from './transition';
import type { Expected } from '../docs/transitionTable';
import { transitionTable } from '../docs/transitionTable';
import { stageOf } from './changeProgress';

const SOON = '2026-03-02T09:01:00.000Z';
const LATE = '2026-06-01T00:00:00.000Z';

/** Every kind of promotion whose way can differ. */
function seeds(): readonly NewPromotion[] {
  return (['promotion', 'rollback'] as const).flatMap(kind =>
    (['automatic', 'propose', 'off'] as const).flatMap(onFailure =>
      [true, false].flatMap(hasBefore =>
        [true, false].map(hasValidations => {
          const terms = makeTerms(hasValidations ? {} : { validations: [] });
          const { rollback } = terms.path;
          const seed = makeNewPromotion({
            kind,
            terms: {
              ...terms,
              path: { ...terms.path, rollback: { ...rollback, onFailure } },
            },
          });
          const { releaseBefore, ...withoutBefore } = seed;
          return hasBefore
            ? { ...seed, releaseBefore: makeRelease({ version: '2.3.0' }) }
            : withoutBefore;
        }),
      ),
    ),
  );
}

/** What the next answer depends on in each state; everything else of a promotion is payload. */
function signature(promotion: Promotion): string {
  const { state, progress, readiness, outageSince } = promotion;
  const { deployment, revert, cancelRequested, validations } = progress;
  const goesBack = state === 'rolling-back' || state === 'awaiting-decision';
  const judged = isWaiting(state) || state === 'awaiting-merge';
  return JSON.stringify([
    state,
    outageSince !== undefined,
    !goesBack && roundOf(deployment),
    goesBack && roundOf(revert),
    state === 'awaiting-decision' && deployment?.observation?.status,
    deployment?.unchanged,
    cancelRequested !== undefined,
    state === 'validating' && validations.map(({ status }) => status),
    judged && [
      readiness?.blockingGateIds,
      readiness?.barred,
      readiness?.tally.slots.map(slot => slot.userRef),
      readiness?.waits.length,
    ],
  ]);
}

function roundOf(change: ChangeProgress | undefined) {
  return (
    change && [
      stageOf(change),
      change.attempt >= MAX_ATTEMPTS,
      change.observation?.status,
      change.lastError !== undefined,
    ]
  );
}

function outcomeOf(promotion: Promotion, event: TransitionEvent, at: string) {
  const result = transition(promotion, event, { at, actor: WORKER });
  return result.kind === 'transitioned'
    ? { next: result.promotion, outcome: result.promotion.state }
    : { next: undefined, outcome: `ignored:${result.reason}` as const };
}

/** The same promotion in its last round, so that the bound on attempts is met without walking ten rounds. */
function inLastRound(promotion: Promotion): Promotion {
  const { deployment, revert } = promotion.progress;
  return {
    ...promotion,
    progress: {
      ...promotion.progress,
      ...(deployment && {
        deployment: { ...deployment, attempt: MAX_ATTEMPTS },
      }),
      ...(revert && { revert: { ...revert, attempt: MAX_ATTEMPTS } }),
    },
  };
}

/** Walks everywhere one can get from a seed, and notes for each state and event what came of it. */
function explore(seed: NewPromotion, found: Map<string, Set<Expected>>): void {
  const seen = new Set<string>();
  const open: Promotion[] = [];
  const visit = (promotion: Promotion) => {
    const key = signature(promotion);
    if (seen.has(key)) return;
    seen.add(key);
    open.push(promotion);
  };
  visit(createPromotion(seed).promotion);
  for (
    let promotion = open.pop();
    promotion !== undefined;
    promotion = open.pop()
  ) {
    for (const event of allEvents) {
      const moments =
        event.type === 'deadline-passed'
          ? [SOON, dueAt(promotion) ?? LATE, LATE]
          : [SOON];
      for (const at of moments) {
        const { next, outcome } = outcomeOf(promotion, event, at);
        const key = `${promotion.state} ${event.type}`;
        found.set(key, (found.get(key) ?? new Set()).add(outcome));
        if (next === undefined) continue;
        visit(next);
        visit(inLastRound(next));
      }
    }
  }
}

describe('the transition table', () => {
  const found = new Map<string, Set<Expected>>();
  beforeAll(() => {
    seeds().forEach(seed => explore(seed, found));
  }, 60_000);

  const pairs = promotionStates.flatMap(state =>
    eventTypes.map(event => [state, event] as const),
  );

  it.each(pairs)(
    'declares for %s and %s exactly what can come of it',
    (state, event) => {
      const reached = [...(found.get(`${state} ${event}`) ?? [])].sort();
      expect(reached).toEqual([...transitionTable[state][event]].sort());
    },
  );
});
