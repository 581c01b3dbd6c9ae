// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { parseRules } from 'backstage-plugin-promotion-common/rules';
import { CatalogComponentScope } from './CatalogComponentScope';
import type { LoadedRules, RulesRegistry } from './RulesRegistry';

const text = readFileSync(
  resolve(__dirname, '../../../../promotion/promotion-rules.yaml'),
  'utf8',
);
const parsed = parseRules(text);
if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
const loaded: LoadedRules = {
  name: 'default',
  rules: parsed.rules,
  revision: parsed.revision,
  origin: 'file',
  text,
  loadedAt: '2026-09-01T10:00:00.000Z',
};

const registry: RulesRegistry = {
  parse: document => parseRules(document),
  get: () => undefined,
  forEntity: entity =>
    entity.spec?.type === 'service'
      ? {
          rules: loaded,
          scope: {
            repositories: ['acme/gitops'],
            branches: ['main'],
            manifestPaths: ['**'],
            argocdInstances: ['*'],
            argocdProjects: ['*'],
          },
        }
      : undefined,
};

function component(name: string, repository = 'acme/gitops'): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'promotion/gitops-repository': repository },
    },
    spec: { type: 'service' },
    relations: [
      { type: 'ownedBy', targetRef: 'group:default/Storefront' },
      { type: 'partOf', targetRef: 'system:default/shop' },
    ],
  };
}

const entities = [
  component('checkout'),
  component('rogue', 'evil/gitops'),
  { ...component('site'), spec: { type: 'website' } },
];

function scopeOf(
  catalog = catalogServiceMock({ entities }),
  rules: RulesRegistry = registry,
) {
  const clock = { now: 0 };
  const scope = new CatalogComponentScope({
    catalog,
    auth: mockServices.auth(),
    rules,
    kinds: ['Component'],
    logger: mockServices.logger.mock(),
    nowMs: () => clock.now,
  });
  return { scope, clock };
}

describe('CatalogComponentScope', () => {
  it('knows what the core needs of a component, and its environments', async () => {
    const { scope } = scopeOf();
    const { component: facts, environments } = await scope.get(
      'component:default/checkout',
    );
    expect(facts).toMatchObject({
      componentRef: 'component:default/checkout',
      ownerRefs: ['group:default/storefront'],
      systemRef: 'system:default/shop',
    });
    expect(environments.staging).toMatchObject({
      ok: true,
      environment: {
        targets: [
          {
            manifest: {
              repositoryUrl: 'https://github.com/acme/gitops',
              path: 'services/checkout/overlays/staging/kustomization.yaml',
            },
            application: { name: 'checkout-staging', instance: 'default' },
          },
        ],
      },
    });
  });

  it('says what lies outside the allow-list, where, and what to do', async () => {
    const { environments } = await scopeOf().scope.get(
      'component:default/rogue',
    );
    const dev = environments.dev;
    expect(dev?.ok).toBe(false);
    expect(dev?.ok === false && dev.problems[0]).toMatchObject({
      code: 'environment-misconfigured',
      message: expect.stringContaining('evil/gitops'),
      remedy: expect.stringContaining('allow.repositories'),
    });
  });

  it('says when two environments lead to one application once placeholders are filled', async () => {
    const changed = parseRules(
      text.replace(
        /( {2}canary:[^]*?targets: )\*targets/,
        `$1[{ manifest: { path: other }, application: { name: checkout-staging } }]`,
      ),
    );
    if (!changed.ok) throw new Error(JSON.stringify(changed.problems));
    const { rules } = changed;
    const { environments } = await scopeOf(undefined, {
      ...registry,
      forEntity: entity => {
        const applied = registry.forEntity(entity);
        return applied && { ...applied, rules: { ...applied.rules, rules } };
      },
    }).scope.get('component:default/checkout');
    expect(environments.staging?.ok).toBe(true);
    expect(environments.canary).toEqual({
      ok: false,
      problems: [
        {
          code: 'environment-misconfigured',
          message:
            'canary: the application checkout-staging of default is also that of staging.',
          remedy: expect.stringContaining('Give canary its own'),
        },
      ],
    });
  });

  it('tells an unknown component from one without rules', async () => {
    const { scope } = scopeOf();
    await expect(scope.get('component:default/none')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    await expect(scope.get('component:default/site')).rejects.toMatchObject({
      name: 'NoRulesError',
      code: 'no-rules',
    });
  });

  it('scans the catalog once a minute for the components that are its business', async () => {
    const catalog = catalogServiceMock({ entities });
    const stream = jest.spyOn(catalog, 'streamEntities');
    const { scope, clock } = scopeOf(catalog);
    const names = async () =>
      (await scope.all()).map(found => found.component.name);
    expect(await names()).toEqual(['checkout', 'rogue']);
    clock.now = 59_999;
    await Promise.all([names(), names()]);
    expect(stream).toHaveBeenCalledTimes(1);
    clock.now = 60_000;
    await Promise.all([names(), names()]);
    expect(stream).toHaveBeenCalledTimes(2);
  });

  it('goes on with what it knows while the catalog is away', async () => {
    const catalog = catalogServiceMock({ entities });
    const { scope, clock } = scopeOf(catalog);
    await scope.all();
    jest.spyOn(catalog, 'streamEntities').mockImplementation(() => {
      throw new Error('away');
    });
    clock.now = 60_000;
    expect(await scope.all()).toHaveLength(2);
  });

  it('says that the catalog gave no answer, rather than that there is nothing', async () => {
    const catalog = catalogServiceMock.mock({
      getEntityByRef: async () => {
        throw new Error('away');
      },
    });
    await expect(
      scopeOf(catalog as never).scope.get('component:default/checkout'),
    ).rejects.toMatchObject({ name: 'SourceUnreachableError' });
  });
});
