// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { resolve } from 'node:path';
import type { EnvironmentState } from 'backstage-plugin-promotion-common';
import { testDatabases } from '../tests/testDatabases';
import { DatabaseEnvironmentStateStore } from './DatabaseEnvironmentStateStore';

const databases = testDatabases();
const componentRef = 'component:default/checkout';

const staging: EnvironmentState = {
  componentRef,
  environment: 'staging',
  sync: 'synced',
  health: 'healthy',
  history: [],
  observedAt: '2026-09-01T10:00:00.000Z',
  problems: [],
};

describe.each([...databases.ids])(
  'DatabaseEnvironmentStateStore on %s',
  engine => {
    it('gives back what was saved, by component', async () => {
      const store = new DatabaseEnvironmentStateStore(
        await databases.migrated(engine),
      );
      const dev = { ...staging, environment: 'dev' };
      await store.save(staging);
      await store.save(dev);
      await store.save({ ...staging, componentRef: 'component:default/a' });
      expect(await store.forComponent(componentRef)).toEqual([dev, staging]);
      expect(await store.components()).toEqual([
        'component:default/a',
        componentRef,
      ]);
    });

    it('lets a newer look replace an older one, and never the other way round', async () => {
      const store = new DatabaseEnvironmentStateStore(
        await databases.migrated(engine),
      );
      const newer = { ...staging, observedAt: '2026-09-01T10:05:00.000Z' };
      await store.save(staging);
      await store.save(newer);
      await store.save({ ...staging, health: 'degraded' });
      expect(await store.forComponent(componentRef)).toEqual([newer]);
    });

    it.each([
      [
        'configuration',
        'healthy',
        { source: 'repository', kind: 'setup', code: 'manifest' },
      ],
      [
        'repository',
        'healthy',
        { source: 'repository', kind: 'outage', code: 'unreachable' },
      ],
      [
        'application',
        'unknown',
        { source: 'application', kind: 'outage', code: 'unreachable' },
      ],
      [
        'application',
        'missing',
        { source: 'application', kind: 'setup', code: 'application-missing' },
      ],
      [
        'application',
        'degraded',
        { source: 'application', kind: 'condition', code: 'application-error' },
      ],
    ])(
      'reads a state that was saved with one problem of its %s, %s',
      async (source, health, problem) => {
        const knex = await databases.migrated(engine);
        const { problems: _, ...old } = { ...staging, health };
        const told = { message: 'm', since: staging.observedAt };
        await knex('environment_states').insert({
          component_ref: componentRef,
          environment: 'staging',
          seen_at: staging.observedAt,
          document: JSON.stringify({ ...old, problem: { source, ...told } }),
        });
        const store = new DatabaseEnvironmentStateStore(knex);
        expect(await store.forComponent(componentRef)).toEqual([
          { ...old, problems: [{ ...problem, ...told }] },
        ]);
      },
    );

    it('reads a state that was saved without a problem as one without any', async () => {
      const knex = await databases.migrated(engine);
      const { problems: _, ...old } = staging;
      await knex('environment_states').insert({
        component_ref: componentRef,
        environment: 'staging',
        seen_at: staging.observedAt,
        document: JSON.stringify(old),
      });
      const store = new DatabaseEnvironmentStateStore(knex);
      expect(await store.forComponent(componentRef)).toEqual([staging]);
    });

    it('has a migration that goes down with data in it, and up again', async () => {
      const directory = resolve(__dirname, '../../migrations');
      const knex = await databases.migrated(engine);
      await new DatabaseEnvironmentStateStore(knex).save(staging);
      await knex('evidence').insert({
        evidence_id: 'e',
        component_ref: componentRef,
        kind: 'build',
        part_key: 's',
        observed_at: staging.observedAt,
        received_at: staging.observedAt,
        document: '{}',
      });
      await knex('build_records').insert({
        component_ref: componentRef,
        image_digest: 'd',
        facts_hash: 'f',
        evidence_id: 'e',
      });
      await knex('releases').insert({
        release_id: 'r',
        component_ref: componentRef,
        saved_at: staging.observedAt,
        document: '{}',
      });
      await knex('rules_revisions').insert({
        name: 'default',
        revision: 'r',
        origin: 'file',
        loaded_at: staging.observedAt,
        text: '',
      });
      await knex.migrate.down({
        directory,
        name: '20261127_evidence_newest.js',
      });
      await knex.migrate.down({ directory, name: '20261124_observation.js' });
      for (const table of [
        'environment_states',
        'evidence',
        'build_records',
        'releases',
        'rules_revisions',
      ]) {
        expect(await knex.schema.hasTable(table)).toBe(false);
      }
      await knex.migrate.latest({ directory });
      expect(await knex('environment_states')).toEqual([]);
    });
  },
);
