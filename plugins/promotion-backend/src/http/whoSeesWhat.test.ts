// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { promotionReadPermission } from 'backstage-plugin-promotion-common';
import { createPromotionClient } from 'backstage-plugin-promotion-common/client';
import {
  createPromotionConditionalDecision,
  promotionConditions,
} from 'backstage-plugin-promotion-node';
import {
  fakeCatalog,
  startFakeBackend,
  type FakeBackend,
} from '../tests/startFakeBackend';

jest.setTimeout(60_000);

const componentRef = 'component:default/checkout';
const params = { kind: 'component', namespace: 'default', name: 'checkout' };

/** A policy that lets everything be tried, and read what concerns these environments. */
function readingIn(environments: string[]) {
  const allow = { result: AuthorizeResult.ALLOW } as const;
  const read = createPromotionConditionalDecision(
    promotionReadPermission,
    promotionConditions.inEnvironment({ environments }),
  );
  return mockServices.permissions.mock({
    authorize: async questions => questions.map(() => allow),
    authorizeConditional: async questions =>
      questions.map(({ permission }) =>
        permission.name === promotionReadPermission.name ? read : allow,
      ),
  });
}

async function start(environments: string[]) {
  const permissions = readingIn(environments);
  const catalog = catalogServiceMock({ entities: fakeCatalog() });
  const byRefs = jest.spyOn(catalog, 'getEntitiesByRefs');
  const byRef = jest.spyOn(catalog, 'getEntityByRef');
  const world = await startFakeBackend(
    [permissions.factory],
    createServiceFactory({
      service: catalogServiceRef,
      deps: {},
      factory: () => catalog,
    }),
  );
  const client = createPromotionClient({
    discovery: { getBaseUrl: async () => world.url.replace(/\/v1$/, '') },
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        headers: {
          ...init.headers,
          authorization: mockCredentials.user.header('user:default/olivia'),
        },
      }),
  });
  return { world, client, permissions, byRefs, byRef };
}

describe('Who can read only what concerns dev and staging', () => {
  let started: Awaited<ReturnType<typeof start>>;
  let world: FakeBackend;

  beforeAll(async () => {
    started = await start(['dev', 'staging']);
    ({ world } = started);
  });
  afterAll(() => world?.backend.stop());

  it('sees the lanes and paths of these, and no other', async () => {
    const view = await started.client.getComponent({ params });
    expect(view.lanes.map(({ environment }) => environment)).toEqual([
      'dev',
      'staging',
    ]);
    expect(view.paths.map(({ to }) => to)).toEqual(['staging']);
    expect(JSON.stringify(view)).not.toContain('"production"');
  });

  it('gets no evidence about another environment', async () => {
    const { items } = await started.client.listEvidence({
      query: { componentRef },
    });
    const places = items.flatMap(({ subject }) =>
      subject.type === 'environment' ? [subject.environment] : [],
    );
    expect(
      places.filter(place => place !== 'dev' && place !== 'staging'),
    ).toEqual([]);
  });

  it('plans no move whose other end they cannot read', async () => {
    await expect(
      started.client.createPlan({
        body: { componentRef, from: 'staging', to: 'canary' },
      }),
    ).rejects.toMatchObject({ status: 403, code: 'no-permission' });
  });

  it('is told which promotion they made where they cannot read, and nothing of it', async () => {
    const answer = await started.client.createPromotion({
      body: {
        componentRef,
        from: 'staging',
        to: 'canary',
        whenBlocked: 'wait',
      },
    });
    expect(answer).toEqual({ promotionId: expect.any(String) });
    const { items } = await started.client.listPromotions({});
    expect(items).toEqual([]);
  });

  it('is told by 201 of what they made, and by 200 of what was under way', async () => {
    const body = {
      componentRef,
      from: 'dev',
      to: 'staging',
      whenBlocked: 'wait',
    };
    const statuses = [];
    for (const user of ['olivia', 'dana', 'dana']) {
      const response = await fetch(`${world.url}/promotions`, {
        method: 'POST',
        headers: {
          authorization: mockCredentials.user.header(`user:default/${user}`),
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      const { promotion } = (await response.json()) as {
        promotion: { requesterRefs: string[] };
      };
      statuses.push([response.status, promotion.requesterRefs.length]);
    }
    expect(statuses).toEqual([
      [201, 1],
      [200, 2],
      [200, 2],
    ]);
  });

  it.each<[string, (client: typeof started.client) => Promise<unknown>]>([
    ['a view', client => client.getComponent({ params })],
    ['a list', client => client.listPromotions({})],
  ])('makes %s ask the policy once, with all permissions', async (_, ask) => {
    const { permissions, client } = started;
    permissions.authorize.mockClear();
    permissions.authorizeConditional.mockClear();
    await ask(client);
    expect(permissions.authorize).toHaveBeenCalledTimes(1);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(1);
  });

  it('makes a list ask the catalog once a page', async () => {
    const { byRefs, byRef, client } = started;
    byRefs.mockClear();
    byRef.mockClear();
    await client.listPromotions({ query: { limit: 100 } });
    expect(byRefs).toHaveBeenCalledTimes(1);
    expect(byRef).not.toHaveBeenCalled();
  });
});
