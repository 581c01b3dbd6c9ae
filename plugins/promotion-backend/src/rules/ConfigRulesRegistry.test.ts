// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import type { Knex } from 'knex';
import { testDatabases } from '../tests/testDatabases';
import { ConfigRulesRegistry } from './ConfigRulesRegistry';
import { DatabaseRulesRevisionStore } from './DatabaseRulesRevisionStore';
import { readPromotionConfig } from './promotionConfig';
import {
  rulesSourceOf,
  type ReadDocument,
  type RulesSource,
} from './RulesSource';

const databases = testDatabases(['SQLITE_3']);

const good = (min: string) =>
  `
apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  dev: &place
    repository: acme/gitops
    targets:
      - manifest: { path: 'services/{component}/{environment}' }
        application: { name: '{component}-{environment}' }
  staging: 
    repository: acme/gitops
    targets:
      - manifest: { path: 'services/{component}/{environment}' }
        application: { name: '{component}-{environment}' }
paths:
  - from: dev
    to: staging
    gates: [{ kind: coverage, min: ${min} }]
`.replace('&place', '');

const checkout: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout' },
  spec: { type: 'service' },
};

describe('ConfigRulesRegistry', () => {
  let folder: string;
  let file: string;
  let knex: Knex;
  let edits = 0;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rules-'));
    file = join(folder, 'rules.yaml');
    knex = await databases.migrated('SQLITE_3');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(text: string): Promise<void> {
    await writeFile(file, text);
    edits += 1;
    await utimes(file, edits, edits);
  }

  function registryOf(
    rules: object[] = [{}],
    source?: RulesSource,
  ): ConfigRulesRegistry {
    const { rules: entries, repositoryHost } = readPromotionConfig(
      new ConfigReader({
        promotion: {
          rules: rules.map(rule => ({
            name: 'default',
            target: file,
            allow: { repositories: ['acme/gitops'] },
            ...rule,
          })),
        },
      }),
    );
    return new ConfigRulesRegistry({
      documents: entries.map(entry => ({
        entry,
        source:
          source ?? rulesSourceOf(entry.target, mockServices.urlReader.mock()),
      })),
      revisions: new DatabaseRulesRevisionStore(knex),
      clock: { now: async () => new Date(edits * 1000).toISOString() },
      logger,
      repositoryHost,
    });
  }

  it('loads a document and keeps the version with its origin', async () => {
    await write(good('70%'));
    const registry = registryOf();
    await registry.reload();
    const applied = registry.forEntity(checkout);
    expect(applied?.rules).toMatchObject({
      name: 'default',
      text: good('70%'),
    });
    expect(applied?.scope.repositories).toEqual(['acme/gitops']);
    expect(await knex('rules_revisions').select('name', 'origin')).toEqual([
      { name: 'default', origin: `file:${file}` },
    ]);
  });

  it('follows the file without a restart, and keeps every version', async () => {
    await write(good('70%'));
    const registry = registryOf();
    await registry.reload();
    const first = registry.get('default')?.rules?.revision;
    await write(good('80%'));
    await registry.reload();
    expect(registry.get('default')?.rules?.revision).not.toBe(first);
    expect(await knex('rules_revisions')).toHaveLength(2);
  });

  it('never lets a broken new version replace a good one, and shows what is wrong', async () => {
    await write(good('70%'));
    const registry = registryOf();
    await registry.reload();
    const before = registry.get('default')?.rules?.revision;
    await write(good('70%').replace('coverage', 'coverrage'));
    await registry.reload();
    const after = registry.get('default');
    expect(after?.rules?.revision).toBe(before);
    expect(after?.rules?.problem).toContain('coverrage');
    expect(after?.problems[0]).toMatchObject({ line: expect.any(Number) });
    await write(good('75%'));
    await registry.reload();
    expect(registry.get('default')?.rules?.problem).toBeUndefined();
    expect(registry.get('default')?.problems).toEqual([]);
  });

  it('keeps the good version in force when the file disappears', async () => {
    await write(good('70%'));
    const registry = registryOf();
    await registry.reload();
    await rm(file);
    await registry.reload();
    const { rules } = registry.forEntity(checkout) ?? {};
    expect(rules?.outage).toContain('there is no such file');
    expect(rules?.problem).toBeUndefined();
  });

  it('takes a failed read for an outage, which the next answer ends, changed or not', async () => {
    const answers: (() => Promise<ReadDocument | undefined>)[] = [];
    const registry = registryOf([{}], {
      origin: 'https://git.example/rules.yaml',
      read: async () => answers.shift()?.(),
    });
    const reload = (answer: () => Promise<ReadDocument | undefined>) => {
      answers.push(answer);
      return registry.reload();
    };
    const fails = () => Promise.reject(new Error('502 Bad Gateway'));
    const unchanged = async () => undefined;
    await reload(async () => ({ text: good('70%'), tag: '1' }));
    await reload(fails);
    expect(registry.get('default')).toMatchObject({
      problems: [],
      outage:
        'https://git.example/rules.yaml cannot be read: Error: 502 Bad Gateway',
      rules: { outage: expect.stringContaining('502') },
    });
    await reload(unchanged);
    expect(registry.get('default')).toMatchObject({ problems: [] });
    expect(registry.get('default')?.outage).toBeUndefined();
    expect(registry.get('default')?.rules?.outage).toBeUndefined();

    await reload(async () => ({ text: 'paths: [', tag: '2' }));
    await reload(fails);
    await reload(unchanged);
    expect(registry.get('default')?.outage).toBeUndefined();
    expect(registry.get('default')?.problems[0]?.message).toContain(
      'Invalid YAML',
    );
  });

  it('reads a version again that could not be kept', async () => {
    await write(good('70%'));
    const registry = registryOf();
    const table = 'rules_revisions';
    await knex.schema.renameTable(table, 'away');
    await registry.reload();
    expect(registry.get('default')?.rules).toBeUndefined();
    await knex.schema.renameTable('away', table);
    await registry.reload();
    expect(registry.get('default')?.rules).toBeDefined();
  });

  it('tells a document that did not change what this version reads differently', async () => {
    await write(good('70%'));
    await registryOf().reload();
    await knex('rules_revisions').update({
      revision: `sha256:${'0'.repeat(64)}`,
    });
    await registryOf().reload();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /reads them differently: .*default of rollback\.requires\.roles has changed/,
      ),
      expect.anything(),
    );
  });

  it('goes back to the version that was in force last, also one that was in force before', async () => {
    const registry = registryOf();
    for (const min of ['70%', '80%', '70%']) {
      await write(good(min));
      await registry.reload();
    }
    const inForce = registry.get('default')?.rules?.revision;
    await write('paths: [');
    const restarted = registryOf();
    await restarted.reload();
    expect(restarted.get('default')?.rules?.revision).toBe(inForce);
  });

  it('starts with the version that was in force when the file is broken at a restart', async () => {
    await write(good('70%'));
    const before = registryOf();
    await before.reload();
    await write('paths: [');
    const restarted = registryOf();
    await restarted.reload();
    expect(restarted.get('default')?.rules?.revision).toBe(
      before.get('default')?.rules?.revision,
    );
  });

  it('says that rules which were never good cannot be used', async () => {
    await write('kind: Nothing');
    const registry = registryOf();
    await registry.reload();
    expect(() => registry.forEntity(checkout)).toThrow(
      /^The rules default cannot be used: .+/,
    );
  });

  it('wants the document and its declaration to have one name', async () => {
    await write(good('70%'));
    const registry = registryOf([{ name: 'payments' }]);
    await registry.reload();
    expect(registry.get('payments')?.problems[0]?.message).toContain(
      'use one name in both',
    );
  });

  it.each([
    ['another kind', { kind: 'API' }],
    ['another type', { type: ['website', 'library'] }],
    ['another namespace', { namespace: 'prod' }],
    ['an annotation it lacks', { annotations: { 'acme/tier': true } }],
    ['another owner', { ownedBy: 'group:default/search' }],
  ])('does not apply to a component when it asks for %s', async (_, filter) => {
    await write(good('70%'));
    const registry = registryOf([{ appliesTo: filter }]);
    await registry.reload();
    expect(registry.forEntity(checkout)).toBeUndefined();
  });

  it('lets an annotation choose only among documents that apply', async () => {
    await write(good('70%'));
    const registry = registryOf([
      {},
      { name: 'lenient', appliesTo: { type: 'website' } },
    ]);
    await registry.reload();
    const claiming = (name: string): Entity => ({
      ...checkout,
      metadata: {
        ...checkout.metadata,
        annotations: { 'promotion/rules': name },
      },
    });
    expect(registry.forEntity(claiming('default'))?.rules.name).toBe('default');
    expect(() => registry.forEntity(claiming('lenient'))).toThrow(
      '"lenient", which does not apply',
    );
  });
});

describe('readPromotionConfig', () => {
  it.each([
    [
      'an unknown key',
      { rules: [{ name: 'a', target: 'b', alow: {} }] },
      'promotion.rules[0]',
    ],
    [
      'no repository to reach',
      { rules: [{ name: 'a', target: 'b', allow: { repositories: [] } }] },
      'promotion.rules[0].allow.repositories',
    ],
    [
      'an unknown kind of evidence',
      { producers: [{ subject: 'external:ci', kinds: ['feelings'] }] },
      'promotion.producers[0].kinds[0]',
    ],
    [
      'two documents of one name',
      {
        rules: [1, 2].map(() => ({
          name: 'a',
          target: 'b',
          allow: { repositories: ['x/y'] },
        })),
      },
      'two documents have one name',
    ],
  ])('refuses %s and names the place', (_, promotion, message) => {
    expect(() => readPromotionConfig(new ConfigReader({ promotion }))).toThrow(
      message,
    );
  });

  it('leaves the keys of adapters alone', () => {
    const config = new ConfigReader({
      promotion: { argocd: { instances: [] }, prometheus: { url: 'x' } },
    });
    expect(readPromotionConfig(config).rules).toEqual([]);
  });
});
