// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { describeStores } from '../tests/describeStores';
import {
  afterStart,
  creationOf,
  START,
  stepOf,
  storedPromotion,
} from '../tests/storedPromotion';
import { DUE_PROMOTIONS } from './DatabaseClaimsStore';
import { claimSql } from './sql/claimRows';

describeStores(
  'Several replicas',
  ({ stores, knex, replica, created }) => {
    it('never give one promotion to two that claim at once', async () => {
      const replicas = [stores, replica()];
      const total = 200;
      await Promise.all(
        Array.from({ length: total }, () =>
          stores.promotions.create(creationOf(storedPromotion())),
        ),
      );
      const claimed: string[] = [];
      const claimers = Array.from({ length: 16 }, async (_, index) => {
        const one = replicas[index % replicas.length]!;
        let empty = 0;
        while (empty < 3) {
          const batch = await one.claims.claimDue({
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
      const replicas = [stores, replica()];
      const promotion = storedPromotion();
      await stores.promotions.create(creationOf(promotion));
      let wins = 0;
      await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const one = replicas[index % replicas.length]!;
          for (let round = 0; round < 15; round++) {
            const seen = await one.promotions.get(promotion.promotionId);
            const { kind } = await one.promotions.commit(stepOf(seen!, {}));
            if (kind === 'committed') wins += 1;
          }
        }),
      );
      const row = await stores.promotions.get(promotion.promotionId);
      expect(wins).toBeGreaterThanOrEqual(15);
      expect(row?.version).toBe(wins + 1);
      const { verdict } = await replicas[1]!.promotions.chain(
        promotion.promotionId,
      );
      expect(verdict).toMatchObject({ kind: 'intact', length: wins + 1 });
    });

    it('never wait for each other in a circle for slots that overlap', async () => {
      const replicas = [stores, replica()];
      const keys = ['a', 'b', 'c', 'd', 'e'];
      const acquired: string[][] = [];
      await Promise.all(
        Array.from({ length: 24 }, async (_, index) => {
          const one = replicas[index % replicas.length]!;
          const promotion = storedPromotion();
          await one.promotions.create(creationOf(promotion));
          const wanted = [keys[index % 5]!, keys[(index * 3 + 1) % 5]!];
          const step = stepOf(
            promotion,
            { state: 'executing' },
            { effects: [{ kind: 'acquire-slots', keys: wanted }] },
          );
          const { kind } = await one.promotions.commit(step);
          if (kind === 'committed') acquired.push([...new Set(wanted)]);
        }),
      );
      const held = acquired.flat();
      expect(held.length).toBeGreaterThan(0);
      expect(new Set(held).size).toBe(held.length);
      expect(await knex()('slots').pluck('slot_key')).toHaveLength(held.length);
    });

    it('find due promotions by their index', async () => {
      const columns = await knex()('promotions').columnInfo();
      expect(Object.keys(columns)).toContain('due_at');
      const ended = storedPromotion();
      await stores.promotions.create(creationOf(ended));
      await stores.promotions.commit(
        stepOf(ended, { state: 'expired', endedAt: START }),
      );
      await knex().raw(`
      INSERT INTO promotions
      SELECT (jsonb_populate_record(p, jsonb_build_object(
        'promotion_id', 'copy-' || n,
        'is_open', n % 50 = 0,
        'release_id', 'release-' || n,
        'due_at', CASE WHEN n % 50 = 0 THEN '${afterStart(9)}' END
      ))).* FROM promotions p, generate_series(1, 20000) n`);
      for (let index = 0; index < 5; index++) await created();
      await knex().raw('ANALYZE promotions');
      const { rows } = await knex().raw(
        `EXPLAIN ${claimSql(knex(), DUE_PROMOTIONS)}`,
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
  },
  ['POSTGRES_18'],
);
