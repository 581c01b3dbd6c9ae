// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { databaseStores, type Stores } from '../store/DatabaseStores';

const memory: Knex.Config = {
  client: 'better-sqlite3',
  connection: ':memory:',
  useNullAsDefault: true,
};

let migrations: Promise<string> | undefined;

/** The real stores on a SQLite database of their own in memory, with all migrations run when it is first used. */
export function sqliteStores(): Stores {
  return databaseStores(sqliteInMemory());
}

/** A migrated SQLite database in memory. The migrations run once a test file; every further database copies what they made. */
export function sqliteInMemory(): Knex {
  return createKnex({
    ...memory,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (
        connection: { exec(sql: string): void },
        done: (error: Error | null, connection: unknown) => void,
      ) => {
        migrations ??= runMigrations();
        migrations.then(
          schema => {
            connection.exec(schema);
            done(null, connection);
          },
          error => done(error, connection),
        );
      },
    },
  });
}

async function runMigrations(): Promise<string> {
  const knex = createKnex(memory);
  await knex.migrate.latest({
    directory: join(__dirname, '..', '..', 'migrations'),
  });
  const statements = await knex('sqlite_master')
    .whereNotNull('sql')
    .whereNot('name', 'like', 'sqlite_%')
    .pluck('sql');
  await knex.destroy();
  return statements.join(';\n');
}
