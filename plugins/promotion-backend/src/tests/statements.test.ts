// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { databaseStores } from '../store/DatabaseStores';
import { PromotionTestHarness } from './PromotionTestHarness';
import { sqliteInMemory } from './sqliteStores';

/** What the worker asks of the database in each round from a request to its end, one promotion a round. */
async function roundsOfOnePromotion() {
  const knex = sqliteInMemory();
  const statements: string[] = [];
  knex.on('query', ({ sql }: { readonly sql: string }) => statements.push(sql));
  const harness = new PromotionTestHarness({ stores: databaseStores(knex) });
  await harness.deliverCoverage(90);
  const promotionId = await harness.request();
  const rounds: {
    readonly state: string;
    readonly commits: number;
    readonly statements: readonly string[];
  }[] = [];
  let { version, state } = await harness.promotion(promotionId);
  for (let round = 0; round < 100 && state !== 'succeeded'; round++) {
    statements.length = 0;
    await harness.worker.tick();
    const asked = [...statements];
    const now = await harness.promotion(promotionId);
    const commits = now.version - version;
    rounds.push({ state, commits, statements: asked });
    ({ version, state } = now);
    harness.advanceClock(2_000);
  }
  expect(state).toBe('succeeded');
  return rounds;
}

describe('Statements of the worker', () => {
  it('are three in a round that finds nothing new, and nine where one step is committed', async () => {
    const rounds = await roundsOfOnePromotion();
    const later = rounds.filter(({ state }) => state !== 'queued');
    const idle = later.filter(({ commits }) => commits === 0);
    const steps = later.filter(({ commits }) => commits === 1);
    expect(idle.length).toBeGreaterThan(0);
    expect(steps.length).toBeGreaterThan(0);
    for (const { statements } of idle) {
      expect(statements.length).toBeLessThanOrEqual(3);
    }
    for (const { statements } of steps) {
      expect(statements.length).toBeLessThanOrEqual(9);
    }
  });

  it('write at most six times for each commit, whatever the promotion comes to', async () => {
    for (const { commits, statements } of await roundsOfOnePromotion()) {
      const writes = statements.filter(sql => !/^\s*select/i.test(sql));
      // The claim and its release come once a round; the slots with one commit.
      expect(writes.length).toBeLessThanOrEqual(6 * Math.max(commits, 1) + 3);
    }
  });

  it('write fewer than fifty times from the request of a promotion to its end, beside looks that find nothing', async () => {
    const rounds = await roundsOfOnePromotion();
    const writes = rounds
      .filter(({ commits }) => commits > 0)
      .flatMap(({ statements }) => statements)
      .filter(sql => !/^\s*(select|begin|commit)/i.test(sql));
    expect(writes.length).toBeLessThan(50);
  });

  it('claim in one statement, and take slots in one', async () => {
    const asked = (await roundsOfOnePromotion()).flatMap(
      ({ statements }) => statements,
    );
    const about = (pattern: RegExp) => asked.filter(sql => pattern.test(sql));
    expect(about(/insert into `slots`/)).toHaveLength(1);
    expect(about(/set claimed_by = /i).length).toBe(
      about(/^\s*WITH due AS/).length,
    );
  });
});
