// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  catalogServiceRef,
  type CatalogService,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  checkoutImage,
  CI_TOKEN,
  fakeCatalog,
  startFakeBackend,
  type FakeBackend,
} from './startFakeBackend';

/** Asks for a token for the catalog as the real client does; who may not delegate there gets no answer. */
const catalogOverTheWire = createServiceFactory({
  service: catalogServiceRef,
  deps: { auth: coreServices.auth },
  factory({ auth }) {
    const catalog: CatalogService = catalogServiceMock({
      entities: fakeCatalog(),
    });
    const ask = catalog.getEntityByRef.bind(catalog);
    return Object.assign(catalog, {
      getEntityByRef: async (...args: Parameters<typeof ask>) => {
        await auth.getPluginRequestToken({
          onBehalfOf: args[1].credentials,
          targetPluginId: 'catalog',
        });
        return ask(...args);
      },
    });
  },
});

describe("A pipeline's static token, on Backstage's own auth service", () => {
  let fake: FakeBackend;

  beforeAll(async () => {
    fake = await startFakeBackend(
      [authServiceFactory, httpAuthServiceFactory],
      catalogOverTheWire,
    );
  }, 60_000);
  afterAll(() => fake.backend.stop());

  const send = (path: string, body: object) =>
    fetch(`${fake.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${CI_TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });

  it('delivers evidence as the subject of its configuration, without any access to the catalog', async () => {
    const response = await send('/evidence', {
      subject: {
        type: 'release',
        componentRef: 'component:default/checkout',
        image: { name: checkoutImage, tag: '2.4.0' },
      },
      facts: { kind: 'coverage', covered: 90, valid: 100 },
      observedAt: new Date().toISOString(),
    });
    expect(await response.json()).toMatchObject({
      evidence: { producer: 'ci', tier: 'machine' },
    });
    expect(response.status).toBe(201);
  });

  it('may not ask for promotions when it is restricted to evidence', async () => {
    const response = await send('/promotions', {
      componentRef: 'component:default/checkout',
      from: 'dev',
      to: 'staging',
    });
    expect(response.status).toBe(403);
  });

  it('can never approve', async () => {
    const response = await send('/promotions/any/approvals', {
      decision: 'approved',
      contentHash: `sha256:${'a'.repeat(64)}`,
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({
      error: {
        message:
          'Only a signed-in person can do this, not a service or agent acting for one.',
      },
    });
  });
});
