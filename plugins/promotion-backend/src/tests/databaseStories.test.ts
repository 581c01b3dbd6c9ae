// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { replay } from 'backstage-plugin-promotion-common/lifecycle';
import { databaseStores } from '../store/DatabaseStores';
import { CHECKOUT, PromotionTestHarness } from './PromotionTestHarness';
import { testDatabases } from './testDatabases';

const databases = testDatabases();

async function harnessOn(id: (typeof databases.ids)[number]) {
  const knex = await databases.migrated(id);
  const harness = new PromotionTestHarness({
    stores: databaseStores(knex),
  });
  return { harness, knex };
}

async function expectRecordsTellTheRow(
  harness: PromotionTestHarness,
  promotionId: string,
) {
  const promotion = await harness.promotion(promotionId);
  const { records, verdict } = await harness.stores.promotions.chain(
    promotionId,
  );
  expect(verdict).toMatchObject({
    kind: 'intact',
    length: promotion.version,
  });
  expect(replay(records)).toEqual({ ok: true, promotion });
}

describe.each([...databases.ids])('Service and worker on %s', id => {
  it('bring a release to production with the people who must agree', async () => {
    const { harness, knex } = await harnessOn(id);
    await harness.deliverCoverage(90, 'staging');
    const path = { from: 'staging', to: 'production' };
    const promotionId = await harness.request(path);
    await harness.approve(promotionId, 'user:default/sam');
    await harness.approve(promotionId, 'user:default/quinn');
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
    await expectRecordsTellTheRow(harness, promotionId);
    expect(await knex('slots')).toEqual([]);
  });

  it('go back, bar and hold when the new release is ill', async () => {
    const { harness } = await harnessOn(id);
    await harness.deliverCoverage(90);
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
    expect(await harness.stores.blocks.barred(CHECKOUT)).toHaveLength(1);
    await expectRecordsTellTheRow(harness, promotionId);
  });

  it('go on after a process died between git and the database', async () => {
    const { harness } = await harnessOn(id);
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    harness.crashAt({ event: 'published', when: 'before' });
    while (!harness.hasCrashed()) await harness.tick();
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.commitsOf(promotionId)).toBe(1);
    await expectRecordsTellTheRow(harness, promotionId);
  });
});
