// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { databaseStores } from '../store/DatabaseStores';
import { promotionStoreContract } from './promotionStoreContract';
import { testDatabases } from './testDatabases';

jest.setTimeout(60_000);

const databases = testDatabases();

for (const id of databases.ids) {
  promotionStoreContract(`The database store on ${id}`, async () =>
    databaseStores(await databases.migrated(id)),
  );
}
