// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import createKnex, { type Knex } from 'knex';
import type { Deployer } from 'backstage-plugin-promotion-node';
import { databaseStores } from '../store/DatabaseStores';
import {
  person,
  PromotionTestHarness,
  requestOf,
} from './PromotionTestHarness';
import { testDatabases } from './testDatabases';

const databases = testDatabases();
const onPostgres = databases.postgres ? describe : describe.skip;
const COMPONENTS = Array.from(
  { length: 20 },
  (_, index) => `component:default/service-${index}`,
);

/** A deployer that says when one promotion is worked on twice at once. */
function watching(deployer: Deployer) {
  const active = new Set<string>();
  const overlaps: string[] = [];
  const watched =
    <A extends { readonly promotionId: string }, R>(
      call: (
        request: A,
        context: { readonly signal: AbortSignal },
      ) => Promise<R>,
    ) =>
    async (request: A, context: { readonly signal: AbortSignal }) => {
      const { promotionId } = request;
      if (active.has(promotionId)) overlaps.push(promotionId);
      active.add(promotionId);
      try {
        await new Promise(resolve => setImmediate(resolve));
        return await call(request, context);
      } finally {
        active.delete(promotionId);
      }
    };
  return {
    overlaps,
    deployer: {
      ...deployer,
      prepare: watched(deployer.prepare),
      revert: watched(deployer.revert),
      observe: watched(deployer.observe),
    } satisfies Deployer,
  };
}

onPostgres('Two workers on one PostgreSQL', () => {
  const pools: Knex[] = [];
  afterAll(async () => {
    await Promise.all(pools.map(pool => pool.destroy()));
  });

  it('run many promotions side by side, each once', async () => {
    const first = await databases.migrated(databases.postgres!);
    const second = createKnex({
      client: 'pg',
      connection: first.client.config.connection,
    });
    pools.push(second);
    const stores = [first, second].map(knex => databaseStores(knex));
    const harness = new PromotionTestHarness({
      stores: stores[0]!,
      components: COMPONENTS,
    });
    const { deployer, overlaps } = watching(harness.deployer);
    const services = stores.map(store => harness.serviceOn(store));
    for (const component of COMPONENTS) {
      await harness.deliverCoverage(90, 'dev', component);
    }
    const asked = await Promise.all(
      COMPONENTS.flatMap(componentRef =>
        services.map(service =>
          service.request(
            requestOf({ componentRef }),
            person('user:default/dana'),
          ),
        ),
      ),
    );
    const promotionIds = [
      ...new Set(asked.map(({ promotionId }) => promotionId)),
    ];
    expect(promotionIds).toHaveLength(COMPONENTS.length);
    expect(asked.filter(({ created }) => created)).toHaveLength(
      COMPONENTS.length,
    );
    const workers = stores.map(store => harness.workerOn(store, deployer));
    for (let round = 0; round < 400; round++) {
      // Each worker has two rounds under way, as if two more replicas shared its pool.
      await Promise.all([...workers, ...workers].map(worker => worker.tick()));
      harness.advanceClock(2_000);
      const { items } = await stores[0]!.promotions.list(
        { open: true },
        { limit: 1 },
      );
      if (items.length === 0) break;
    }
    expect(overlaps).toEqual([]);
    for (const promotionId of promotionIds) {
      const promotion = await harness.promotion(promotionId);
      const { verdict } = await stores[1]!.promotions.chain(promotionId);
      expect(promotion).toMatchObject({ state: 'succeeded' });
      expect(harness.commitsOf(promotionId)).toBe(1);
      expect(verdict.kind).toBe('intact');
    }
    expect(await first('slots')).toEqual([]);
    for (const component of COMPONENTS) {
      expect(harness.versionIn('staging', component)).toBe('2.4.0');
    }
  });
});
