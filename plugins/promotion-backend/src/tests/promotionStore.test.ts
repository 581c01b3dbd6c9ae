// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { DatabasePromotionStore } from '../promotions/DatabasePromotionStore';
import { InMemoryPromotionStore } from './InMemoryPromotionStore';
import { promotionStoreContract } from './promotionStoreContract';
import { testDatabases } from './testDatabases';

jest.setTimeout(60_000);

const databases = testDatabases();

promotionStoreContract(
  'The store in memory',
  async () => new InMemoryPromotionStore(),
);

for (const id of databases.ids) {
  promotionStoreContract(
    `The database store on ${id}`,
    async () => new DatabasePromotionStore(await databases.migrated(id)),
  );
}
