// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { person, PromotionTestHarness } from './PromotionTestHarness';

const DANA = person('user:default/dana');
const TO_PRODUCTION = { from: 'staging', to: 'production' };

/** 2.3.0 was cancelled on its way to production, and the newer 9.9.9 waits there. */
async function newerWaits() {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90, 'staging');
  const promotionId = await harness.request({
    ...TO_PRODUCTION,
    reason: 'The weekly release.',
  });
  await harness.until(promotionId, 'awaiting-approval');
  await harness.service.cancel({ promotionId, reason: 'Too early.' }, DANA);
  harness.release('9.9.9', 'staging');
  harness.advanceClock(60_000);
  await harness.deliverCoverage(95, 'staging');
  const newer = await harness.request(TO_PRODUCTION);
  await harness.until(newer, 'awaiting-approval');
  return { harness, promotionId, newer };
}

describe('Trying an older release again', () => {
  it('replaces a newer one that waits for no reason given long ago', async () => {
    const { harness, promotionId, newer } = await newerWaits();
    await expect(
      harness.service.retry({ promotionId }, DANA),
    ).rejects.toMatchObject({ name: 'RefusedError' });
    expect((await harness.promotion(newer)).state).toBe('awaiting-approval');
  });

  it('replaces it for a reason that is given now', async () => {
    const { harness, promotionId, newer } = await newerWaits();
    await harness.service.retry(
      { promotionId, reason: '9.9.9 loses orders.' },
      DANA,
    );
    expect((await harness.promotion(newer)).state).toBe('superseded');
  });
});
