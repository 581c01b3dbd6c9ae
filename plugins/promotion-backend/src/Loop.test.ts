// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import { Loop } from './Loop';

function loopOf(run: () => Promise<boolean>) {
  return new Loop({ name: 'test', run, logger: mockServices.logger.mock() });
}

/** Resolves at the n-th call. */
function callCounter() {
  let calls = 0;
  const waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  return {
    called: () => {
      calls += 1;
      waiting.filter(({ at }) => at === calls).forEach(one => one.resolve());
    },
    count: () => calls,
    reached: (at: number) =>
      calls >= at
        ? Promise.resolve()
        : new Promise<void>(resolve => waiting.push({ at, resolve })),
  };
}

describe('A loop', () => {
  it('goes on at once while there is more to do, and then pauses', async () => {
    const counter = callCounter();
    const loop = loopOf(async () => {
      counter.called();
      return counter.count() < 3;
    });
    loop.start(3_600_000);
    await counter.reached(3);
    await loop.stop();
    expect(counter.count()).toBe(3);
  });

  it('ends its pause when woken', async () => {
    const counter = callCounter();
    const loop = loopOf(async () => {
      counter.called();
      return false;
    });
    loop.start(3_600_000);
    await counter.reached(1);
    loop.wake();
    await counter.reached(2);
    await loop.stop();
    expect(counter.count()).toBe(2);
  });

  it('outlives a round that rejects', async () => {
    const counter = callCounter();
    const loop = loopOf(async () => {
      counter.called();
      throw new Error('no database');
    });
    loop.start(1);
    await counter.reached(3);
    await loop.stop();
    expect(counter.count()).toBeGreaterThanOrEqual(3);
  });

  it('waits for the round under way when it stops, and starts no other', async () => {
    let finish = () => {};
    const counter = callCounter();
    const loop = loopOf(async () => {
      counter.called();
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return true;
    });
    loop.start(1);
    await counter.reached(1);
    let stopped = false;
    const stopping = loop.stop().then(() => {
      stopped = true;
    });
    await Promise.resolve();
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(counter.count()).toBe(1);
  });
});
