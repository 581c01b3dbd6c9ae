// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Knex } from 'knex';

/** A commit of the branch as it stood when the dump was taken; each changes one file. */
interface DumpedCommit {
  readonly sha: string;
  readonly committedAt: string;
  readonly author: string;
  readonly message: string;
  readonly path: string;
  readonly text: string;
}

/** A database as code of commit 7ba6919 left it, with one promotion of the harness in it. */
export interface Dump {
  readonly scenario: string;
  readonly promotionId: string;
  readonly state: string;
  /** The clock's last moment. */
  readonly now: string;
  /** Tags whose Pods never become healthy. */
  readonly unhealthy: readonly string[];
  /** What was on the branch besides the harness's seed, oldest first. */
  readonly commits: readonly DumpedCommit[];
  readonly rows: readonly { readonly table: string; readonly row: object }[];
}

/** The migrations that there were at 7ba6919. */
const MIGRATIONS_OF_THEN = [
  '20261123_promotions.js',
  '20261124_observation.js',
  '20261126_reasons.js',
];

/**
 * The dumps in `fixtures/`: the harness of 7ba6919 was run on SQLite up to the state each is named after, with evidence,
 * environment states and releases written by the stores of then. One line a row, in an order that foreign keys allow.
 */
export function dumps(): readonly Dump[] {
  const file = join(__dirname, 'fixtures', 'database-7ba6919.jsonl.gz');
  const found: (Omit<Dump, 'rows'> & { rows: Dump['rows'][number][] })[] = [];
  for (const line of gunzipSync(readFileSync(file)).toString().split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line);
    if ('scenario' in entry) found.push({ ...entry, rows: [] });
    else found.at(-1)?.rows.push(entry);
  }
  return found;
}

/** Loads a dump into an empty database and then runs what migrations came since. */
export async function upgrade(knex: Knex, { rows }: Dump): Promise<void> {
  const directory = join(__dirname, '..', '..', 'migrations');
  for (const name of MIGRATIONS_OF_THEN) {
    await knex.migrate.up({ directory, name });
  }
  for (const { table, row } of rows) await knex(table).insert(row);
  await knex.migrate.latest({ directory });
}
