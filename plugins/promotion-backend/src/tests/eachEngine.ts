// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { resolve } from 'node:path';
import type {
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';

const migrations = resolve(__dirname, '../../migrations');

/** The engines a test runs on. PostgreSQL missing is said loudly, and fails where `CI=true`. */
export function eachEngine(databases: TestDatabases): [TestDatabaseId][] {
  if (!databases.supports('POSTGRES_18')) {
    const message =
      'PostgreSQL is NOT covered: set BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';
    if (process.env.CI === 'true') throw new Error(message);
    process.stderr.write(`\n  ${message}\n\n`);
  }
  return databases.eachSupportedId();
}

/** A fresh database with every migration applied. */
export async function migrated(
  databases: TestDatabases,
  engine: TestDatabaseId,
): Promise<Knex> {
  const knex = await databases.init(engine);
  await knex.migrate.latest({ directory: migrations });
  return knex;
}
