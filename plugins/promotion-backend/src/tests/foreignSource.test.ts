// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  SourceUnreachableError,
  type Deployer,
} from 'backstage-plugin-promotion-node';
import { planBack, planPath } from '../facts/planPath';
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

describe('Going back by hand in staging', () => {
  /** The snapshot of a checkout that ran 2.2.0 in staging before, and what to plan. */
  async function given() {
    const harness = new PromotionTestHarness();
    harness.release('2.2.9', 'staging');
    await harness.facts.observe(CHECKOUT);
    const snapshot = await harness.facts.gather(CHECKOUT);
    const release = snapshot.states.find(
      ({ environment }) => environment === 'staging',
    )?.live;
    if (!release) throw new Error('Nothing runs in staging.');
    harness.release('2.3.9', 'staging');
    await harness.facts.observe(CHECKOUT);
    return {
      harness,
      asked: { from: 'dev', to: 'staging', release, requesterRefs: [] },
      snapshot: await harness.facts.gather(CHECKOUT),
      releases: { releases: async () => [] },
    };
  }

  it('looks at staging alone, so that it goes on while the source is away', async () => {
    const { harness, asked, snapshot, releases } = await given();
    const deployer: Deployer = {
      ...harness.deployer,
      inspect: async (target, context) => {
        if (target.environment === 'dev') {
          throw new SourceUnreachableError('The repository of dev is away.');
        }
        return harness.deployer.inspect(target, context);
      },
    };
    expect(
      await planBack(asked, snapshot, { deployer, releases }),
    ).toMatchObject({ ok: true, plan: { to: 'staging', executable: true } });
  });

  it('goes on while the rules place the source nowhere', async () => {
    const { harness, asked, snapshot, releases } = await given();
    const problem = { code: 'no-manifest', message: 'dev has no manifest.' };
    const environments: typeof snapshot.environments = {
      ...snapshot.environments,
      dev: { ok: false, problems: [problem] },
    };
    expect(
      await planBack(
        asked,
        { ...snapshot, environments },
        { deployer: harness.deployer, releases },
      ),
    ).toMatchObject({ ok: true, plan: { to: 'staging', executable: true } });
  });
});
