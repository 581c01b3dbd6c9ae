// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Boundary } from './dyingStores';
import { CHECKOUT, PromotionTestHarness } from './PromotionTestHarness';

const HOURS = 3_600_000;

/** Works until its process dies at a boundary. */
async function dyingAt(boundary: Boundary) {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90);
  const promotionId = await harness.request();
  harness.crashAt(boundary);
  for (let round = 0; round < 100 && !harness.hasCrashed(); round++) {
    await harness.tick().catch(() => 0);
    harness.advanceClock(2_000);
  }
  expect(harness.hasCrashed()).toBe(true);
  return { harness, promotionId };
}

/** Somebody freezes staging; answers how to lift that. */
async function freeze(harness: PromotionTestHarness) {
  const at = harness.clock.timestamp;
  await harness.stores.blocks.setHold({
    holdId: 'freeze',
    scope: { environment: 'staging' },
    stops: 'all',
    from: at,
    reason: 'The quarter ends.',
    setBy: { kind: 'user', ref: 'user:default/erin' },
  });
  return () =>
    harness.stores.blocks.liftHold({
      holdId: 'freeze',
      at: harness.clock.timestamp,
    });
}

describe('A promotion whose process died', () => {
  it.each<[string, Boundary]>([
    ['before it prepared', { when: 'after', event: 'evaluated' }],
    ['before it published', { when: 'after', event: 'prepared' }],
  ])(
    '%s waits when it was frozen meanwhile, and goes on with one commit when that is over',
    async (_, boundary) => {
      const { harness, promotionId } = await dyingAt(boundary);
      const lift = await freeze(harness);
      harness.restart();
      expect(await harness.untilSettled(promotionId)).toMatchObject({
        state: 'queued',
        targetState: 'untouched',
      });
      expect(harness.commitsOf(promotionId)).toBe(0);
      expect(
        await harness.stores.claims.slotsHeldByOthers(
          [`env:${CHECKOUT}/staging`],
          'nobody',
        ),
      ).toEqual([]);
      await lift();
      await harness.stores.claims.wake(
        { promotionId },
        harness.clock.timestamp,
      );
      expect(await harness.untilSettled(promotionId)).toMatchObject({
        state: 'succeeded',
      });
      expect(harness.commitsOf(promotionId)).toBe(1);
    },
  );

  it.each<[string, Boundary]>([
    ['before it prepared', { when: 'after', event: 'evaluated' }],
    ['before it published', { when: 'after', event: 'prepared' }],
  ])('%s publishes nothing when a gate says no by now', async (_, boundary) => {
    const { harness, promotionId } = await dyingAt(boundary);
    await harness.deliverCoverage(20);
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'awaiting-gates',
      targetState: 'untouched',
    });
    expect(harness.commitsOf(promotionId)).toBe(0);
  });

  it('right after it published is observed, not judged again', async () => {
    const { harness, promotionId } = await dyingAt({
      when: 'before',
      event: 'published',
    });
    await freeze(harness);
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
  });

  it('right after it published, for longer than its deadline, is found on the branch and succeeds', async () => {
    const { harness, promotionId } = await dyingAt({
      when: 'before',
      event: 'published',
    });
    harness.deployments.tick();
    harness.advanceClock(5 * HOURS);
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
      targetState: 'new',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
    expect(await harness.stores.blocks.holds(harness.clock.timestamp)).toEqual(
      [],
    );
  });

  it('before it published, for longer than its deadline, ends with the target untouched and nothing held', async () => {
    const { harness, promotionId } = await dyingAt({
      when: 'after',
      event: 'prepared',
    });
    harness.advanceClock(5 * HOURS);
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'errored',
      targetState: 'untouched',
      outcome: { code: 'not-published-in-time' },
    });
    expect(harness.commitsOf(promotionId)).toBe(0);
    expect(await harness.stores.blocks.holds(harness.clock.timestamp)).toEqual(
      [],
    );
  });

  it.each<[string, Boundary]>([
    ['while it deployed', { when: 'after', event: 'published' }],
    ['while it was validated', { when: 'after', event: 'validated' }],
  ])(
    '%s, for longer than its deadline, is looked at before it is judged',
    async (_, boundary) => {
      const { harness, promotionId } = await dyingAt(boundary);
      harness.deployments.tick();
      harness.advanceClock(5 * HOURS);
      harness.deployments.tick();
      harness.restart();
      expect(await harness.untilSettled(promotionId)).toMatchObject({
        state: 'succeeded',
        targetState: 'new',
      });
      expect(harness.versionIn('staging')).toBe('2.4.0');
    },
  );

  it('while it went back, for longer than its deadline, is found to be back', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    harness.crashAt({ when: 'before', event: 'published', nth: 2 });
    for (let round = 0; round < 300 && !harness.hasCrashed(); round++) {
      await harness.tick().catch(() => 0);
      harness.advanceClock(5_000);
    }
    expect(harness.hasCrashed()).toBe(true);
    harness.advanceClock(5 * HOURS);
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
      targetState: 'restored',
    });
    expect(harness.commitsOf(promotionId)).toBe(2);
  });
});
