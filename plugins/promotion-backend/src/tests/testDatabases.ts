// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import type { Knex } from 'knex';
import {
  TestDatabases,
  type TestDatabaseId,
} from '@backstage/backend-test-utils';

/** The folder of all migrations. */
export const MIGRATIONS = join(__dirname, '..', '..', 'migrations');

/**
 * The engines a test runs on: both, unless it is about something else than the database. Without a PostgreSQL server `TestDatabases` would drop it silently: here that is
 * a failure with `CI=true`, and is said loudly otherwise.
 */
export function testDatabases(
  engines: readonly TestDatabaseId[] = ['SQLITE_3', 'POSTGRES_18'],
): {
  readonly ids: readonly TestDatabaseId[];
  readonly postgres: TestDatabaseId | undefined;
  /** A new database with all migrations run. */
  readonly migrated: (id: TestDatabaseId) => Promise<Knex>;
  /** A new database without any. */
  readonly empty: (id: TestDatabaseId) => Promise<Knex>;
} {
  const databases = TestDatabases.create({
    ids: [...engines],
    disableDocker: true,
  });
  const postgres = databases.supports('POSTGRES_18')
    ? ('POSTGRES_18' as const)
    : undefined;
  if (!postgres && engines.includes('POSTGRES_18')) sayWithoutPostgres();
  return {
    ids: databases.eachSupportedId().map(([id]) => id),
    postgres,
    empty: id => databases.init(id),
    migrated: async id => {
      const knex = await databases.init(id);
      await knex.migrate.latest({ directory: MIGRATIONS });
      return knex;
    },
  };
}

function sayWithoutPostgres(): void {
  const message =
    'PostgreSQL was NOT tested: set BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING to a server whose user may create databases.';
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`\n*** ${message} ***\n\n`);
}
