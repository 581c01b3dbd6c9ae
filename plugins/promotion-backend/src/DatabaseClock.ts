// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Clock } from 'backstage-plugin-promotion-node';
import type { Knex } from 'knex';

const NOW_SQL = {
  pg: `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`,
  other: `SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS now`,
} as const;

/** The database's time, so that replicas whose clocks differ agree on what is due. Never asked inside a transaction. */
export class DatabaseClock implements Clock {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async now(): Promise<string> {
    const isPostgres = this.#knex.client.config.client === 'pg';
    const answer = await this.#knex.raw<
      { readonly now: string }[] | { readonly rows: { readonly now: string }[] }
    >(isPostgres ? NOW_SQL.pg : NOW_SQL.other);
    const [row] = 'rows' in answer ? answer.rows : answer;
    if (!row) throw new Error('The database did not say what time it is.');
    return row.now;
  }
}
