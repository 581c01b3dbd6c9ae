// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Deployer } from 'backstage-plugin-promotion-node';
import { planPath } from '../facts/planPath';
import { CHECKOUT, PromotionTestHarness } from './PromotionTestHarness';

/** Plans dev to staging while the application of dev has this problem. */
async function planWith(code: string) {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90);
  const deployer: Deployer = {
    ...harness.deployer,
    inspect: async (target, context) => {
      const inspection = await harness.deployer.inspect(target, context);
      const problem = { code, message: 'It is not ours.' };
      return target.environment === 'dev'
        ? { ...inspection, problems: [problem] }
        : inspection;
    },
  };
  return planPath(
    { from: 'dev', to: 'staging', requesterRefs: [] },
    await harness.facts.gather(CHECKOUT),
    { deployer, releases: { releases: async () => [] } },
  );
}

describe('A source whose application', () => {
  it.each([
    'application-tracks-other-source',
    'application-other-project',
    'application-project-not-allowed',
    'application-unreadable',
  ])('is not ours (%s) vouches for nothing', async code => {
    expect(await planWith(code)).toMatchObject({
      ok: false,
      refusal: {
        code: 'configuration',
        message: expect.stringMatching(
          /^dev of .* is not set up: It is not ours/,
        ),
      },
    });
  });

  it('may not be synced by us is read all the same', async () => {
    expect(await planWith('application-sync-forbidden')).toMatchObject({
      ok: true,
      plan: { to: 'staging', executable: true },
    });
  });
});
