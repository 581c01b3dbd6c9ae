// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import {
  environmentStateSchema,
  type EntityRef,
  type EnvironmentState,
} from 'backstage-plugin-promotion-common';
import type { EnvironmentStateStore } from './EnvironmentStateStore';

const TABLE = 'environment_states';

interface Row {
  readonly component_ref: string;
  readonly environment: string;
  readonly document: string;
}

/** Environment states in the plugin's database. */
export class DatabaseEnvironmentStateStore implements EnvironmentStateStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async forComponent(
    componentRef: EntityRef,
  ): Promise<readonly EnvironmentState[]> {
    const rows = await this.#knex<Row>(TABLE)
      .select('document')
      .where({ component_ref: componentRef })
      .orderBy('environment');
    return rows.map(row =>
      environmentStateSchema.parse(JSON.parse(row.document)),
    );
  }

  /** An older look never overwrites a newer one, so that two replicas may observe at the same time. */
  async save(state: EnvironmentState): Promise<void> {
    await this.#knex(TABLE)
      .insert({
        component_ref: state.componentRef,
        environment: state.environment,
        seen_at: state.observedAt,
        document: JSON.stringify(state),
      })
      .onConflict(['component_ref', 'environment'])
      .merge(['seen_at', 'document'])
      .where(`${TABLE}.seen_at`, '<=', state.observedAt);
  }

  async components(): Promise<readonly EntityRef[]> {
    const rows = await this.#knex<Row>(TABLE)
      .distinct('component_ref')
      .orderBy('component_ref');
    return rows.map(row => row.component_ref);
  }
}
