// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { holdsSlots } from 'backstage-plugin-promotion-common/lifecycle';
import { HARNESS_RULES } from './harnessRules';
import {
  CHECKOUT,
  GITOPS,
  manifest,
  manifestPath,
  person,
  PromotionTestHarness,
} from './PromotionTestHarness';

const SAM = 'user:default/sam';
const QUINN = 'user:default/quinn';
const COMPONENTS = ['checkout', 'payments', 'search', 'cart'].map(
  name => `component:default/${name}`,
);

describe('Turns', () => {
  it('are taken by no more promotions at once than the rules let into an environment', async () => {
    const harness = new PromotionTestHarness({
      components: COMPONENTS,
      rules: HARNESS_RULES.replace(
        'environments:',
        'maxConcurrent: { staging: 2 }\nenvironments:',
      ),
    });
    const promotionIds: string[] = [];
    for (const componentRef of COMPONENTS) {
      await harness.deliverCoverage(90, 'dev', componentRef);
      promotionIds.push(await harness.request({ componentRef }));
    }
    let most = 0;
    for (let round = 0; round < 200; round++) {
      await harness.tick();
      harness.advanceClock(5_000);
      const promotions = await Promise.all(
        promotionIds.map(id => harness.promotion(id)),
      );
      const executing = promotions.filter(({ state }) => holdsSlots(state));
      most = Math.max(most, executing.length);
      if (promotions.every(({ state }) => state === 'succeeded')) break;
    }
    expect(most).toBe(2);
    for (const promotionId of promotionIds) {
      expect(await harness.promotion(promotionId)).toMatchObject({
        state: 'succeeded',
      });
    }
  });

  it('go to a rollback by hand before a promotion that waits', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    await harness.facts.observe(CHECKOUT);
    const done = await harness.request();
    await harness.untilSettled(done);
    await harness.facts.observe(CHECKOUT);
    harness.release('2.5.0');
    await harness.deliverCoverage(90);
    const forwards = await harness.request();
    const { promotionId: back } = await harness.service.rollback(
      { promotionId: done, reason: 'Looks wrong.' },
      person(SAM),
    );
    expect(await harness.untilSettled(back)).toMatchObject({
      state: 'succeeded',
    });
    const { endedAt } = await harness.promotion(back);
    const first = (await harness.stores.promotions.records(forwards)).find(
      ({ to }) => to === 'executing',
    );
    expect(first === undefined || first.at >= endedAt!).toBe(true);
    await harness.untilSettled(forwards);
    expect(harness.versionIn('staging')).toBe('2.5.0');
  });

  it('are not taken while a freeze stands, and are once it is lifted', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    await harness.stores.blocks.setHold({
      holdId: 'freeze',
      scope: { environment: 'staging' },
      stops: 'all',
      from: harness.clock.timestamp,
      reason: 'Black Friday.',
      setBy: { kind: 'user', ref: 'user:default/erin' },
    });
    const promotionId = await harness.request();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'queued',
      readiness: { waits: [expect.objectContaining({ kind: 'hold' })] },
    });
    expect(harness.commitsOf(promotionId)).toBe(0);
    await harness.stores.blocks.liftHold({
      holdId: 'freeze',
      at: harness.clock.timestamp,
    });
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('are not taken before the time that was asked for', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const notBefore = new Date(
      Date.parse(harness.clock.timestamp) + 3_600_000,
    ).toISOString();
    const promotionId = await harness.request({ notBefore });
    await harness.tick();
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'queued',
      readiness: { waits: [expect.objectContaining({ until: notBefore })] },
    });
    harness.advanceClock(3_590_000);
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    const started = (await harness.stores.promotions.records(promotionId)).find(
      ({ to }) => to === 'executing',
    );
    expect(started!.at >= notBefore).toBe(true);
  });
});

describe('Trying again', () => {
  async function failedToProduction() {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90, 'staging');
    const path = { from: 'staging', to: 'production' };
    const promotionId = await harness.request(path);
    await harness.approve(promotionId, SAM);
    harness.advanceClock(1_000);
    harness.repository.rejectPushes('The branch is protected.');
    await harness.approve(promotionId, QUINN);
    const failed = await harness.untilSettled(promotionId);
    expect(failed.state).toBe('failed');
    harness.repository.rejectPushes(undefined);
    return { harness, promotionId };
  }

  it('takes approvals of the same content along, and shows where they come from', async () => {
    const { harness, promotionId } = await failedToProduction();
    const again = await harness.service.retry(
      { promotionId },
      person('user:default/dana'),
    );
    expect(await harness.untilSettled(again.promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(
      await harness.stores.decisions.approvals([again.promotionId]),
    ).toEqual([
      expect.objectContaining({ userRef: SAM, carriedFrom: promotionId }),
      expect.objectContaining({ userRef: QUINN, carriedFrom: promotionId }),
    ]);
  });

  it('makes whoever tries again one who asked, whose own approval no longer counts', async () => {
    const { harness, promotionId } = await failedToProduction();
    const again = await harness.service.retry({ promotionId }, person(SAM));
    expect(await harness.untilSettled(again.promotionId)).toMatchObject({
      state: 'awaiting-approval',
    });
    await harness.approve(again.promotionId, 'user:default/sofia');
    expect(await harness.untilSettled(again.promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('leaves approvals behind when the content is another', async () => {
    const { harness, promotionId } = await failedToProduction();
    harness.repository.push(
      manifestPath(CHECKOUT, 'production'),
      manifest(CHECKOUT, '2.2.9'),
      'Developer',
      { repositoryUrl: GITOPS },
    );
    const again = await harness.service.retry(
      { promotionId },
      person('user:default/dana'),
    );
    expect(await harness.untilSettled(again.promotionId)).toMatchObject({
      state: 'awaiting-approval',
    });
    expect(
      await harness.stores.decisions.approvals([again.promotionId]),
    ).toEqual([]);
  });

  it('is refused for one that goes on or succeeded', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    const retry = () =>
      harness.service.retry({ promotionId }, person('user:default/dana'));
    await expect(retry()).rejects.toMatchObject({ code: 'not-retryable' });
    await harness.untilSettled(promotionId);
    await expect(retry()).rejects.toMatchObject({ code: 'not-retryable' });
  });
});
