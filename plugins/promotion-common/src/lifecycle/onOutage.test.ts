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
import type { TransitionEvent } from './PersonEvent';
import type { Promotion } from './Promotion';
import { transition } from './transition';

const MINUTE = 60_000;
const after = (minutes: number) => plusMs(START, minutes * MINUTE);
const away: TransitionEvent = {
  type: 'source-unreachable',
  source: 'application',
  message: 'Argo CD is away.',
};

function happen(
  promotion: Promotion,
  event: TransitionEvent,
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

describe('a deadline that passed while nobody was there to look', () => {
  const due: TransitionEvent = { type: 'deadline-passed' };
  const hour = 60;

  it('is no verdict on what is published: there is time to look first', () => {
    const late = happen(published(), due, 3 * hour);
    expect(late).toMatchObject({
      state: 'executing',
      deadlineAt: after(3 * hour + 5),
    });
    expect(happen(late, due, 3 * hour + 5).state).toBe('rolling-back');
  });

  it('is one like any other when it is told on time', () => {
    expect(happen(published(), due, 20).state).toBe('rolling-back');
    expect(happen(published(), due, 22).state).toBe('rolling-back');
  });

  it('gives time to look for as long as an outage may last in all, and no longer', () => {
    let promotion = published();
    for (let round = 1; round <= 12; round++) {
      promotion = happen(promotion, due, round * 3 * hour);
      expect(promotion.state).toBe('executing');
    }
    expect(happen(promotion, due, 40 * hour).state).toBe('rolling-back');
  });

  it('ends at once what is not published', () => {
    const prepared = happen(
      happen(
        makePromotion(),
        { type: 'evaluated', readiness: makeReadiness(), slotsFree: true },
        0,
      ),
      { type: 'prepared', change: makeChange() },
      0,
    );
    expect(happen(prepared, due, 3 * hour).state).toBe('errored');
  });
});
