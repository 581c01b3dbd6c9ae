// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { person, PromotionTestHarness } from './PromotionTestHarness';

const DANA = person('user:default/dana');
const reason = 'Customers complain.';

/** 2.4.0 was promoted to staging, and 9.9.9 is about to be. */
async function laterRelease() {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90);
  const older = await harness.request();
  await harness.untilSettled(older);
  harness.release('9.9.9');
  harness.advanceClock(60_000);
  await harness.tick();
  await harness.deliverCoverage(95);
  const later = await harness.request();
  const rollBack = (promotionId: string) =>
    harness.service.rollback({ promotionId, reason }, DANA);
  return { harness, older, later, rollBack };
}

describe('Rolling back an old promotion', () => {
  it('leaves the release that a later one brought, and blocks nothing', async () => {
    const { harness, older, later, rollBack } = await laterRelease();
    await harness.untilSettled(later);
    await expect(rollBack(older)).rejects.toMatchObject({
      code: 'nothing-to-restore',
      message: expect.stringContaining('9.9.9 runs there now'),
    });
    expect(harness.versionIn('staging')).toBe('9.9.9');
  });

  it('is refused while a later one is under way there', async () => {
    const { harness, older, later, rollBack } = await laterRelease();
    await harness.until(later, 'validating');
    await expect(rollBack(older)).rejects.toMatchObject({
      code: 'already-under-way',
    });
  });

  it('still takes back what it brought itself', async () => {
    const { harness, later, rollBack } = await laterRelease();
    await harness.untilSettled(later);
    const { promotionId } = await rollBack(later);
    await harness.untilSettled(promotionId);
    expect(harness.versionIn('staging')).toBe('2.4.0');
  });
});
