// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  makeChange,
  makeObservation,
  makePromotion,
  makeReadiness,
  START,
  WORKER,
} from '../testing';
import { plusMs } from '../model/moment';
import { dueAt } from './deadlines';
import type { PromotionEvent } from './events';
import type { Promotion } from './Promotion';
import { transition } from './transition';

const MINUTE = 60_000;
const after = (minutes: number) => plusMs(START, minutes * MINUTE);
const away: PromotionEvent = {
  type: 'source-unreachable',
  source: 'application',
  message: 'Argo CD is away.',
};

function happen(
  promotion: Promotion,
  event: PromotionEvent,
  minutes: number,
): Promotion {
  const result = transition(promotion, event, {
    at: after(minutes),
    actor: WORKER,
  });
  if (result.kind === 'ignored')
    throw new Error(`${event.type}: ${result.message}`);
  return result.promotion;
}

/** Published at the start; 20 minutes to become live, an hour of outage allowed. */
function published(): Promotion {
  const executing = happen(
    makePromotion(),
    { type: 'evaluated', readiness: makeReadiness(), slotsFree: true },
    0,
  );
  const prepared = happen(
    executing,
    { type: 'prepared', change: makeChange() },
    0,
  );
  return happen(prepared, { type: 'published', commit: 'c'.repeat(40) }, 0);
}

describe('an outage', () => {
  it('lets the deadline stand still until the source answers', () => {
    const out = happen(published(), away, 10);
    expect(dueAt(out)).toBe(after(70));
    const back = happen(out, { type: 'source-answered' }, 40);
    expect(dueAt(back)).toBe(after(50));
    expect(back.outageSince).toBeUndefined();
  });

  it('is over with any answer, also one that tells nothing new', () => {
    const seen = happen(
      published(),
      { type: 'observed', observation: makeObservation() },
      1,
    );
    const out = happen(seen, away, 10);
    const back = happen(
      out,
      { type: 'observed', observation: makeObservation() },
      30,
    );
    expect(back.outageSince).toBeUndefined();
    expect(dueAt(back)).toBe(after(40));
  });

  it('ends it as errored when it lasts too long, never by rolling back', () => {
    const out = happen(published(), away, 10);
    const early = transition(
      out,
      { type: 'deadline-passed' },
      { at: after(69), actor: WORKER },
    );
    expect(early).toMatchObject({ kind: 'ignored', reason: 'not-due' });
    const over = happen(out, { type: 'deadline-passed' }, 70);
    expect(over).toMatchObject({
      state: 'errored',
      targetState: 'unknown',
      outcome: { code: 'outage' },
    });
  });

  it('does not stretch a deadline without end by coming and going', () => {
    let promotion = published();
    for (let round = 0; round < 10; round++) {
      promotion = happen(promotion, away, round * 20 + 1);
      promotion = happen(
        promotion,
        { type: 'source-answered' },
        round * 20 + 19,
      );
    }
    expect(dueAt(promotion)).toBe(after(20 + 60));
  });

  it('does not end a promotion that waits for people before its own deadline', () => {
    const waiting = makePromotion({ state: 'awaiting-approval' });
    const out = happen(waiting, away, 10);
    expect(dueAt(out)).toBe(plusMs(waiting.deadlineAt ?? START, 60 * MINUTE));
  });
});
