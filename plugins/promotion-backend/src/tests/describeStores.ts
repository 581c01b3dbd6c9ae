// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import createKnex, { type Knex } from 'knex';
import type { TestDatabaseId } from '@backstage/backend-test-utils';
import type { Promotion } from 'backstage-plugin-promotion-common';
import { databaseStores, type Stores } from '../store/DatabaseStores';
import { creationOf, storedPromotion } from './storedPromotion';
import { testDatabases } from './testDatabases';

/** What a test of a store is given: everything on a migrated database of its own. */
export interface StoresUnderTest {
  readonly stores: Stores;
  readonly knex: () => Knex;
  /** The stores of another process, with a pool of its own on the same PostgreSQL. */
  readonly replica: () => Stores;
  /** A new promotion, as stored. */
  readonly created: (overrides?: Partial<Promotion>) => Promise<Promotion>;
}

/** Runs tests on each engine, or on those named. Call it once a file. */
export function describeStores(
  title: string,
  tests: (given: StoresUnderTest) => void,
  engines?: readonly TestDatabaseId[],
): void {
  const databases = testDatabases(engines);
  // Without a server for the only engine asked for, `testDatabases` has said so.
  const each =
    databases.ids.length > 0
      ? describe.each([...databases.ids])
      : describe.skip.each([...(engines ?? [])]);
  each(`${title} on %s`, id => {
    let knex: Knex;
    let current: Stores;
    const others: Knex[] = [];
    beforeEach(async () => {
      knex = await databases.migrated(id);
      current = databaseStores(knex);
    });
    afterEach(async () => {
      await Promise.all(others.splice(0).map(other => other.destroy()));
    });
    const stores: Stores = {
      get promotions() {
        return current.promotions;
      },
      get decisions() {
        return current.decisions;
      },
      get blocks() {
        return current.blocks;
      },
      get claims() {
        return current.claims;
      },
      get outbox() {
        return current.outbox;
      },
      get idempotency() {
        return current.idempotency;
      },
    };
    tests({
      stores,
      knex: () => knex,
      replica: () => {
        const { client, connection } = knex.client.config;
        const other = createKnex({
          client,
          connection,
          pool: { min: 0, max: 10 },
        });
        others.push(other);
        return databaseStores(other);
      },
      created: async overrides => {
        const promotion = storedPromotion(overrides);
        expect(await stores.promotions.create(creationOf(promotion))).toEqual({
          kind: 'committed',
        });
        return promotion;
      },
    });
  });
}
