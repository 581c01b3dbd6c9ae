// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { databaseStores, type Stores } from '../store/DatabaseStores';
import { verifyChain } from '../store/recordChain';
import { DUE_PROMOTIONS } from '../store/DatabaseClaimsStore';
import { claimSql } from '../store/sql/claimRows';
import {
  afterStart,
  creationOf,
  START,
  stepOf,
  storedPromotion,
} from './storedPromotion';
import { testDatabases } from './testDatabases';

jest.setTimeout(120_000);

const databases = testDatabases();
const onPostgres = databases.postgres ? describe : describe.skip;

async function seed(stores: Stores, count: number) {
  for (let index = 0; index < count; index++) {
    await stores.promotions.create(creationOf(storedPromotion()));
  }
}

describe.each([...databases.ids])('The tables on %s', id => {
  it('go away again, and come back', async () => {
    const knex = await databases.empty(id);
    const directory = join(__dirname, '..', '..', 'migrations');
    await knex.migrate.latest({ directory });
    await seed(databaseStores(knex), 1);
    await knex.migrate.rollback({ directory }, true);
    expect(await knex.schema.hasTable('promotions')).toBe(false);
    expect(await knex.schema.hasTable('promotion_events')).toBe(false);
    await knex.migrate.latest({ directory });
    await seed(databaseStores(knex), 1);
  });

  it('refuse to change or delete records', async () => {
    const knex = await databases.migrated(id);
    await seed(databaseStores(knex), 1);
    // Not toThrow: a native module's error may come from another test file's realm, where it is no Error of ours.
    const refusal = { message: expect.stringMatching(/append-only/) };
    await expect(
      knex('promotion_events').update({ canonical: '{}' }),
    ).rejects.toMatchObject(refusal);
    await expect(knex('promotion_events').del()).rejects.toMatchObject(refusal);
    expect(await knex('promotion_events')).toHaveLength(1);
  });

  it('show a record that was changed behind their back', async () => {
    const knex = await databases.migrated(id);
    const stores = databaseStores(knex);
    const promotion = storedPromotion();
    await stores.promotions.create(creationOf(promotion));
    await stores.promotions.commit(stepOf(promotion, {}));
    await forgetAppendOnly(knex);
    const row = await knex('promotion_events').where('sequence', 1).first();
    await knex('promotion_events')
      .where('sequence', 1)
      .update({ canonical: row.canonical.replace('queued', 'executing') });
    expect(
      verifyChain(await stores.promotions.records(promotion.promotionId), 2),
    ).toEqual(expect.objectContaining({ kind: 'broken', sequence: 1 }));
  });
});

onPostgres('Several connections on PostgreSQL', () => {
  const others: Knex[] = [];
  afterEach(async () => {
    await Promise.all(others.splice(0).map(knex => knex.destroy()));
  });

  /** Another process would have its own pool on the same database. */
  function secondPool(knex: Knex): Knex {
    const { connection } = knex.client.config;
    const second = createKnex({
      client: 'pg',
      connection,
      pool: { min: 0, max: 10 },
    });
    others.push(second);
    return second;
  }

  it('never give one promotion to two that claim at once', async () => {
    const knex = await databases.migrated(databases.postgres!);
    const replicas = [knex, secondPool(knex)].map(pool => databaseStores(pool));
    const total = 200;
    await Promise.all(
      Array.from({ length: total }, () =>
        replicas[0]!.promotions.create(creationOf(storedPromotion())),
      ),
    );
    const claimed: string[] = [];
    const claimers = Array.from({ length: 16 }, async (_, index) => {
      const stores = replicas[index % replicas.length]!;
      let empty = 0;
      while (empty < 3) {
        const batch = await stores.claims.claimDue({
          owner: `claimer-${index}`,
          now: START,
          leaseUntil: afterStart(30),
          limit: 3,
        });
        claimed.push(...batch.map(({ promotionId }) => promotionId));
        empty = batch.length === 0 ? empty + 1 : 0;
      }
    });
    await Promise.all(claimers);
    expect(claimed).toHaveLength(total);
    expect(new Set(claimed).size).toBe(total);
  });

  it('never write one version twice, however many try', async () => {
    const knex = await databases.migrated(databases.postgres!);
    const replicas = [knex, secondPool(knex)].map(pool => databaseStores(pool));
    const promotion = storedPromotion();
    await replicas[0]!.promotions.create(creationOf(promotion));
    let wins = 0;
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const stores = replicas[index % replicas.length]!;
        for (let round = 0; round < 15; round++) {
          const seen = await stores.promotions.get(promotion.promotionId);
          const { kind } = await stores.promotions.commit(stepOf(seen!, {}));
          if (kind === 'committed') wins += 1;
        }
      }),
    );
    const row = await replicas[0]!.promotions.get(promotion.promotionId);
    expect(wins).toBeGreaterThanOrEqual(15);
    expect(row?.version).toBe(wins + 1);
    const records = await replicas[1]!.promotions.records(
      promotion.promotionId,
    );
    expect(verifyChain(records, wins + 1)).toEqual({ kind: 'intact' });
  });

  it('never wait for each other in a circle for slots that overlap', async () => {
    const knex = await databases.migrated(databases.postgres!);
    const replicas = [knex, secondPool(knex)].map(pool => databaseStores(pool));
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const acquired: string[][] = [];
    await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        const stores = replicas[index % replicas.length]!;
        const promotion = storedPromotion();
        await stores.promotions.create(creationOf(promotion));
        const wanted = [keys[index % 5]!, keys[(index * 3 + 1) % 5]!];
        const step = stepOf(
          promotion,
          { state: 'executing' },
          { effects: [{ kind: 'acquire-slots', keys: wanted }] },
        );
        const { kind } = await stores.promotions.commit(step);
        if (kind === 'committed') acquired.push([...new Set(wanted)]);
      }),
    );
    const held = acquired.flat();
    expect(held.length).toBeGreaterThan(0);
    expect(new Set(held).size).toBe(held.length);
    expect(await knex('slots').pluck('slot_key')).toHaveLength(held.length);
  });

  it('find due promotions by their index', async () => {
    const knex = await databases.migrated(databases.postgres!);
    const columns = await knex('promotions').columnInfo();
    expect(Object.keys(columns)).toContain('due_at');
    const stores = databaseStores(knex);
    const ended = storedPromotion();
    await stores.promotions.create(creationOf(ended));
    await stores.promotions.commit(
      stepOf(ended, { state: 'expired', endedAt: START }),
    );
    await knex.raw(`
      INSERT INTO promotions
      SELECT (jsonb_populate_record(p, jsonb_build_object(
        'promotion_id', 'copy-' || n,
        'is_open', n % 50 = 0,
        'release_id', 'release-' || n,
        'due_at', CASE WHEN n % 50 = 0 THEN '${afterStart(9)}' END
      ))).* FROM promotions p, generate_series(1, 20000) n`);
    await seed(stores, 5);
    await knex.raw('ANALYZE promotions');
    const { rows } = await knex.raw(
      `EXPLAIN ${claimSql(knex, DUE_PROMOTIONS)}`,
      {
        owner: 'a',
        now: START,
        leaseUntil: afterStart(30),
        limit: 10,
      },
    );
    const plan = rows
      .map((row: { 'QUERY PLAN': string }) => row['QUERY PLAN'])
      .join('\n');
    expect(plan).toContain('promotions_due_idx');
    expect(plan).not.toContain('Seq Scan on promotions');
  });
});

async function forgetAppendOnly(knex: Knex): Promise<void> {
  if (knex.client.config.client === 'pg') {
    await knex.raw(
      'DROP TRIGGER promotion_events_append_only ON promotion_events',
    );
    return;
  }
  await knex.raw('DROP TRIGGER promotion_events_no_update');
}
