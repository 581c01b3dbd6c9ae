// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { demoUserHeader } from './demoAuthenticator';
import demoSignIn from '.';

const originalNodeEnv = process.env.NODE_ENV;

afterEach(() => {
  setNodeEnv(originalNodeEnv);
});

function setNodeEnv(value: string | undefined) {
  Object.assign(process.env, { NODE_ENV: value });
}

const olivia = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'olivia', namespace: 'default' },
  spec: { memberOf: ['storefront'] },
};

function startBackend(auth: { environment?: string; demo?: boolean }) {
  return startTestBackend({
    features: [
      authPlugin,
      demoSignIn,
      catalogServiceMock.factory({ entities: [olivia] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth: {
            ...(auth.environment && { environment: auth.environment }),
            providers: auth.demo === false ? {} : { demo: {} },
          },
        },
      }),
    ],
  });
}

type RunningBackend = Awaited<ReturnType<typeof startBackend>>;

async function signIn(
  backend: RunningBackend,
  headers: Record<string, string>,
) {
  const response = await fetch(
    `http://localhost:${backend.server.port()}/api/auth/demo/refresh`,
    { headers: { 'x-requested-with': 'XMLHttpRequest', ...headers } },
  );
  return { status: response.status, body: await response.json() };
}

describe('the demo sign-in', () => {
  it.each([
    ['auth.environment is production', 'production', 'development'],
    ['auth.environment is not set', undefined, 'development'],
    ['NODE_ENV is production', 'development', 'production'],
  ])('refuses to start when %s', async (_, environment, nodeEnv) => {
    setNodeEnv(nodeEnv);
    await expect(startBackend({ environment })).rejects.toThrow(
      /demo sign-in lets anybody in as anybody and is for development only/,
    );
  });

  it('leaves a production backend alone that does not ask for it', async () => {
    setNodeEnv('production');
    const backend = await startBackend({
      environment: 'production',
      demo: false,
    });
    const { status } = await signIn(backend, { [demoUserHeader]: 'olivia' });
    await backend.stop();
    expect(status).toBe(404);
  });

  describe('in development', () => {
    let backend: RunningBackend;

    beforeAll(async () => {
      setNodeEnv('development');
      backend = await startBackend({ environment: 'development' });
    });
    afterAll(() => backend.stop());

    it('issues a token for the chosen person of the catalog', async () => {
      const { status, body } = await signIn(backend, {
        [demoUserHeader]: 'olivia',
      });
      expect(status).toBe(200);
      expect(body.backstageIdentity.identity.userEntityRef).toBe(
        'user:default/olivia',
      );
      expect(body.backstageIdentity.token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    });

    it.each([[{}], [{ [demoUserHeader]: 'mallory' }]])(
      'lets nobody else in (%j)',
      async headers => {
        const { status, body } = await signIn(backend, headers);
        expect(status).toBe(401);
        expect(body.error.message).toContain(
          'olivia, sam, sofia, quinn, erin, paul',
        );
      },
    );
  });
});
