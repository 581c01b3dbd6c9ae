// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { surroundingsOf } from 'backstage-plugin-promotion-common/commands';
import { buildPromotionView } from 'backstage-plugin-promotion-common/views';
import {
  CHECKOUT,
  PromotionTestHarness,
  requestOf,
  person,
} from './PromotionTestHarness';

async function diffsOf(harness: PromotionTestHarness, promotionId: string) {
  const view = buildPromotionView({
    subject: {
      ...surroundingsOf(undefined, {
        componentRef: CHECKOUT,
        openReviews: [],
        now: harness.clock.timestamp,
      }),
      promotion: await harness.promotion(promotionId),
      approvals: [],
      overrides: [],
    },
    records: await harness.stores.promotions.records(promotionId),
    person: { ...person('user:default/dana'), permitted: [] },
  });
  return view.diffs;
}

describe('The diffs of a promotion', () => {
  it.each([
    ['was published', () => {}, 'succeeded'],
    [
      'was published and rolled back',
      (harness: PromotionTestHarness) =>
        harness.deployments.setUnhealthy('2.4.0'),
      'rolled-back',
    ],
  ] as const)(
    'are those that were planned after it %s',
    async (_, arrange, state) => {
      const harness = new PromotionTestHarness();
      await harness.deliverCoverage(90);
      arrange(harness);
      const plan = await harness.service.plan(
        { ...requestOf() },
        person('user:default/dana'),
      );
      const promotionId = await harness.request();
      expect(await harness.untilSettled(promotionId)).toMatchObject({ state });
      const diffs = await diffsOf(harness, promotionId);
      expect(diffs).toEqual(plan.diffs);
      expect(diffs[0]?.diff).toMatch(/^@@ -\d+,\d+ \+\d+,\d+ @@$/m);
      expect(diffs[0]?.diff).toMatch(/^-.*2\.3\.0$/m);
      expect(diffs[0]?.diff).toMatch(/^\+.*2\.4\.0$/m);
    },
  );
});
