// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import { replay } from 'backstage-plugin-promotion-common/lifecycle';
import type { Boundary } from './dyingStores';
import { CHECKOUT, PromotionTestHarness } from './PromotionTestHarness';

/** Long steps: what matters is each boundary, not each look in between. */
const STEP_MS = 20_000;

/** A way a promotion goes when nobody dies, and what git and the tool must hold at its end. */
interface Journey {
  readonly name: string;
  readonly arrange: (harness: PromotionTestHarness) => void;
  readonly state: Promotion['state'];
  readonly version: string;
  readonly commits: number;
}

const journeys: readonly Journey[] = [
  {
    name: 'succeeds',
    arrange: () => {},
    state: 'succeeded',
    version: '2.4.0',
    commits: 1,
  },
  {
    name: 'goes back',
    arrange: harness => harness.deployments.setUnhealthy('2.4.0'),
    state: 'rolled-back',
    version: '2.3.0',
    commits: 2,
  },
  {
    name: 'races with somebody who pushes',
    arrange: harness => harness.repository.competingPush('notes.md', 'x'),
    state: 'succeeded',
    version: '2.4.0',
    commits: 1,
  },
];

async function begin(journey: Journey) {
  const harness = new PromotionTestHarness({ stepMs: STEP_MS });
  await harness.deliverCoverage(90);
  journey.arrange(harness);
  return { harness, promotionId: await harness.request() };
}

/** Runs until the process dies (or the promotion ends first), then lets another one take over. */
async function runWithCrash(journey: Journey, boundary: Boundary) {
  const { harness, promotionId } = await begin(journey);
  harness.crashAt(boundary);
  for (let round = 0; round < 300 && !harness.hasCrashed(); round++) {
    await harness.tick().catch(() => 0);
    harness.advanceClock(STEP_MS);
    const { state } = await harness.promotion(promotionId);
    if (state === journey.state) break;
  }
  const crashed = harness.hasCrashed();
  harness.restart();
  await harness.untilSettled(promotionId);
  return { harness, promotionId, crashed };
}

async function expectAsIfNobodyDied(
  { harness, promotionId }: Awaited<ReturnType<typeof runWithCrash>>,
  journey: Journey,
) {
  const promotion = await harness.promotion(promotionId);
  const { records, verdict } = await harness.stores.promotions.chain(
    promotionId,
  );
  const { target } = promotion.terms;
  const [live] = await harness.deployments.readApplications(target.targets, {
    signal: new AbortController().signal,
  });
  expect({
    state: promotion.state,
    version: harness.versionIn('staging'),
    commits: harness.commitsOf(promotionId),
    syncs: live?.deployments.length,
    chain: verdict.kind,
    slots: await harness.stores.claims.slotsHeldByOthers(
      [`env:${CHECKOUT}/staging`],
      'nobody',
    ),
  }).toEqual({
    state: journey.state,
    version: journey.version,
    commits: journey.commits,
    syncs: 1 + journey.commits,
    chain: 'intact',
    slots: [],
  });
  expect(replay(records)).toEqual({ ok: true, promotion });
}

describe.each(journeys)('A promotion that $name', journey => {
  it('ends the same when its process dies at any record, before or after it is written', async () => {
    const { harness, promotionId } = await begin(journey);
    await harness.untilSettled(promotionId);
    const counts = new Map<string, number>();
    const records = await harness.stores.promotions.records(promotionId);
    for (const { event } of records.slice(1)) {
      const nth = (counts.get(event.type) ?? 0) + 1;
      counts.set(event.type, nth);
      for (const when of ['before', 'after'] as const) {
        const boundary = { event: event.type, nth, when };
        const run = await runWithCrash(journey, boundary);
        expect({ ...boundary, crashed: run.crashed }).toEqual({
          ...boundary,
          crashed: true,
        });
        await expectAsIfNobodyDied(run, journey);
      }
    }
    expect([...counts.keys()]).toEqual(
      expect.arrayContaining(['evaluated', 'prepared', 'published']),
    );
  });

  it('ends the same when its process dies at any write at all, claims included', async () => {
    for (let write = 1; write < 500; write++) {
      const before = await runWithCrash(journey, { write, when: 'before' });
      if (!before.crashed) {
        expect(write).toBeGreaterThan(15);
        return;
      }
      await expectAsIfNobodyDied(before, journey);
      const after = await runWithCrash(journey, { write, when: 'after' });
      await expectAsIfNobodyDied(after, journey);
    }
    throw new Error('it never ran through without dying');
  });
});
