// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Deployer } from 'backstage-plugin-promotion-node';
import { CHECKOUT, PromotionTestHarness } from './PromotionTestHarness';

/** Resolves when the promotion is in a state that fits, looking whenever the worker has written something. */
async function eventually(
  harness: PromotionTestHarness,
  promotionId: string,
  fits: (state: string) => boolean,
): Promise<void> {
  for (;;) {
    const { state } = await harness.promotion(promotionId);
    if (fits(state)) return;
    harness.advanceClock(1_000);
    await new Promise(resolve => setImmediate(resolve));
  }
}

describe('A worker that runs by itself', () => {
  it('moves promotions on until it is stopped, and then claims nothing', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    harness.worker.start({ intervalMs: 1 });
    await eventually(harness, promotionId, state => state === 'succeeded');
    await harness.worker.stop();
    harness.release('2.5.0');
    await harness.deliverCoverage(90);
    const later = await harness.request();
    harness.worker.wake();
    await new Promise(resolve => setImmediate(resolve));
    expect(await harness.promotion(later)).toMatchObject({ version: 1 });
  });

  it('aborts the call under way when it is stopped, and lets the claim go for the next one', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    let aborted = false;
    let reached = () => {};
    const isPreparing = new Promise<void>(resolve => {
      reached = resolve;
    });
    const hanging: Deployer = {
      ...harness.deployer,
      prepare: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          reached();
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    };
    const worker = harness.workerOn(harness.stores, hanging);
    worker.start({ intervalMs: 1 });
    await isPreparing;
    await worker.stop();
    expect(aborted).toBe(true);
    const promotion = await harness.promotion(promotionId);
    expect(promotion).toMatchObject({ state: 'executing' });
    expect(promotion.outageSince).toBeUndefined();
    expect(await harness.tick()).toBe(1);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('keeps nobody waiting behind a call that hangs', async () => {
    const other = 'component:default/payments';
    const harness = new PromotionTestHarness({ components: [CHECKOUT, other] });
    await harness.deliverCoverage(90);
    await harness.deliverCoverage(90, 'dev', other);
    const hangs = await harness.request();
    const deployer: Deployer = {
      ...harness.deployer,
      observe: (request, context) =>
        request.promotionId === hangs
          ? new Promise((_, reject) => {
              context.signal.addEventListener('abort', () =>
                reject(context.signal.reason),
              );
            })
          : harness.deployer.observe(request, context),
    };
    const worker = harness.workerOn(harness.stores, deployer);
    worker.start({ intervalMs: 1 });
    const goes = await harness.request({ componentRef: other });
    await eventually(harness, goes, state => state === 'succeeded');
    await worker.stop();
    expect(await harness.promotion(hangs)).toMatchObject({
      state: 'executing',
    });
  });

  it('records what it did, step by step', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    await harness.untilSettled(promotionId);
    const runs = await harness.stores.promotions.stepRuns(promotionId);
    expect(
      runs.map(({ step, outcome }) => `${step}: ${outcome}`).sort(),
    ).toEqual([
      'evaluate: evaluated',
      'observe: observed',
      'prepare: prepared',
      'publish: published',
      'validate: validated',
    ]);
    expect(runs.find(({ step }) => step === 'observe')?.looks).toBeGreaterThan(
      1,
    );
  });
});
