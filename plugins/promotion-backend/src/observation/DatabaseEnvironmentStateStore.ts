// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { z } from 'zod';
import type {
  EntityRef,
  EnvironmentProblem,
  EnvironmentState,
} from 'backstage-plugin-promotion-common';
import { environmentStateSchema } from 'backstage-plugin-promotion-common/model';
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
    return rows.map(row => readState(JSON.parse(row.document)));
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

/** Whether there was one problem for all sources, as states were recorded before each source had its own. */
const oneProblemSchema = z.object({
  health: z.string(),
  problem: z
    .object({
      source: z.enum(['repository', 'application', 'configuration']),
      message: z.string(),
      since: z.string(),
    })
    .optional(),
  problems: z.undefined().optional(),
});

function readState(document: unknown): EnvironmentState {
  const old = oneProblemSchema.safeParse(document);
  if (!old.success) return environmentStateSchema.parse(document);
  const { health, problem } = old.data;
  return environmentStateSchema.parse({
    ...Object(document),
    problems: problem ? [problemOfOld(problem, health)] : [],
  });
}

function problemOfOld(
  {
    source,
    message,
    since,
  }: NonNullable<z.infer<typeof oneProblemSchema>['problem']>,
  health: string,
): EnvironmentProblem {
  const about = { message, since };
  if (source === 'configuration') {
    return { ...about, source: 'repository', kind: 'setup', code: 'manifest' };
  }
  if (source === 'repository' || health === 'unknown') {
    return { ...about, source, kind: 'outage', code: 'unreachable' };
  }
  return health === 'missing'
    ? { ...about, source, kind: 'setup', code: 'application-missing' }
    : { ...about, source, kind: 'condition', code: 'application-error' };
}
