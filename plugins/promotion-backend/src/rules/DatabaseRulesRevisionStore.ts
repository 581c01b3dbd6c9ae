// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { RulesRevision, RulesRevisionStore } from './RulesRevisionStore';

const TABLE = 'rules_revisions';

interface Row {
  readonly name: string;
  readonly revision: string;
  readonly origin: string;
  readonly loaded_at: string;
  readonly text: string;
}

/** Rules revisions in the plugin's database. */
export class DatabaseRulesRevisionStore implements RulesRevisionStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async save(revision: RulesRevision): Promise<void> {
    await this.#knex(TABLE)
      .insert({
        name: revision.name,
        revision: revision.revision,
        origin: revision.origin,
        loaded_at: revision.loadedAt,
        text: revision.text,
      })
      .onConflict(['name', 'revision'])
      .merge(['origin', 'loaded_at', 'text']);
  }

  async newest(name: string): Promise<RulesRevision | undefined> {
    const row = await this.#knex<Row>(TABLE)
      .first()
      .where({ name })
      .orderBy('loaded_at', 'desc');
    if (!row) return undefined;
    const { revision, origin, text, loaded_at: loadedAt } = row;
    return { name, revision, origin, loadedAt, text };
  }
}
