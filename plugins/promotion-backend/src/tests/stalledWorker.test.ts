// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Deployer } from 'backstage-plugin-promotion-node';
import { CHECKOUT, person, PromotionTestHarness } from './PromotionTestHarness';

/** A deployer whose next call of a method does not go through until it is let go. */
function stalling(deployer: Deployer, method: 'publish' | 'prepare') {
  let letGo = () => {};
  let reached = () => {};
  const hasStalled = new Promise<void>(resolve => {
    reached = resolve;
  });
  let stalled = false;
  const stalls: Deployer = {
    ...deployer,
    [method]: async (...args: never[]) => {
      if (!stalled) {
        stalled = true;
        const wait = new Promise<void>(resolve => {
          letGo = resolve;
        });
        reached();
        await wait;
      }
      return (deployer[method] as (...all: never[]) => unknown)(...args);
    },
  };
  return { deployer: stalls, hasStalled, letGo: () => letGo() };
}

describe('A worker that stalled and wakes up late', () => {
  it('changes nothing when its promotion was rolled back meanwhile', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    const late = stalling(harness.deployer, 'publish');
    const stalledTick = harness.workerOn(harness.stores, late.deployer).tick();
    await late.hasStalled;
    harness.advanceClock(61_000);
    const ended = await harness.untilSettled(promotionId);
    expect(ended.state).toBe('rolled-back');
    const before = harness.repository.head();
    late.letGo();
    await stalledTick;
    expect(harness.repository.head()).toBe(before);
    expect(harness.versionIn('staging')).toBe('2.3.0');
    expect(await harness.promotion(promotionId)).toEqual(ended);
    expect(harness.commitsOf(promotionId)).toBe(2);
  });

  it('publishes nothing of what it prepared when its successor was faster', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    const late = stalling(harness.deployer, 'prepare');
    const stalledTick = harness.workerOn(harness.stores, late.deployer).tick();
    await late.hasStalled;
    harness.advanceClock(61_000);
    const ended = await harness.untilSettled(promotionId);
    late.letGo();
    await stalledTick;
    expect(ended.state).toBe('succeeded');
    expect(await harness.promotion(promotionId)).toEqual(ended);
    expect(harness.commitsOf(promotionId)).toBe(1);
  });

  it('does not write over a command that came in while it looked', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    const late = stalling(harness.deployer, 'prepare');
    const stalledTick = harness.workerOn(harness.stores, late.deployer).tick();
    await late.hasStalled;
    const reason = 'Not now.';
    await harness.service.cancel(
      { promotionId, reason },
      person('user:default/sam'),
    );
    late.letGo();
    await stalledTick;
    harness.advanceClock(61_000);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'cancelled',
      targetState: 'untouched',
    });
    expect(harness.commitsOf(promotionId)).toBe(0);
    expect(
      await harness.stores.claims.slotsHeldByOthers(
        [`env:${CHECKOUT}/staging`],
        'nobody',
      ),
    ).toEqual([]);
  });
});
