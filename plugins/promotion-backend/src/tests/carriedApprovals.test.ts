// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { person, PromotionTestHarness } from './PromotionTestHarness';

const SAM = 'user:default/sam';
const QUINN = 'user:default/quinn';
const DANA = 'user:default/dana';

async function toProduction() {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90, 'staging');
  const promotionId = await harness.request({
    from: 'staging',
    to: 'production',
  });
  await harness.until(promotionId, 'awaiting-approval');
  const retry = () => harness.service.retry({ promotionId }, person(DANA));
  return { harness, promotionId, retry };
}

describe('Trying again takes over', () => {
  it('the approval of somebody who agreed', async () => {
    const { harness, promotionId, retry } = await toProduction();
    await harness.approve(promotionId, SAM);
    await harness.service.cancel({ promotionId, reason: 'No.' }, person(DANA));
    const again = await retry();
    expect(
      await harness.stores.decisions.approvals([again.promotionId]),
    ).toEqual([
      expect.objectContaining({ userRef: SAM, carriedFrom: promotionId }),
    ]);
  });

  it('no approval of somebody who rejected it afterwards', async () => {
    const { harness, promotionId, retry } = await toProduction();
    await harness.approve(promotionId, SAM);
    harness.advanceClock(1_000);
    await harness.approve(promotionId, SAM, 'rejected');
    expect((await harness.promotion(promotionId)).state).toBe('rejected');
    const again = await retry();
    expect(
      await harness.stores.decisions.approvals([again.promotionId]),
    ).toEqual([]);
  });

  it('nothing at all past the rejection of somebody else', async () => {
    const { harness, promotionId, retry } = await toProduction();
    await harness.approve(promotionId, SAM);
    await harness.approve(promotionId, QUINN, 'rejected');
    const again = await retry();
    expect(
      await harness.stores.decisions.approvals([again.promotionId]),
    ).toEqual([]);
    expect((await harness.untilSettled(again.promotionId)).state).toBe(
      'awaiting-approval',
    );
  });
});
