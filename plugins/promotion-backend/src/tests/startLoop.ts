// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { PromotionView } from 'backstage-plugin-promotion-common';
import {
  createPromotionClient,
  type PromotionClient,
} from 'backstage-plugin-promotion-common/client';
import { startSandbox, type Sandbox } from 'promotion-sandbox';
import promotionBackend from '..';
import { demoCatalog } from './demoCatalog';

/** Backend and sandbox, which answers like GitHub, Argo CD and Prometheus, on free ports. */
export interface Loop {
  readonly sandbox: Sandbox;
  /** The client as one of the demo's people. */
  readonly as: (user: string) => PromotionClient;
  /** The promotion once it has ended. */
  readonly ended: (promotionId: string) => Promise<PromotionView>;
  readonly stop: () => Promise<void>;
}

/** Starts the whole of it: the plugin with all its adapters, and the sandbox with the demo, which moves fast. */
export async function startLoop(): Promise<Loop> {
  const folder = await mkdtemp(join(tmpdir(), 'promotion-loop-'));
  const port = await freePort();
  const backend = await startBackend(`http://localhost:${port}`);
  const backendUrl = `http://localhost:${backend.server.port()}`;
  const sandbox = await startSandbox({
    dataDir: join(folder, 'sandbox'),
    port,
    publicUrl: `http://localhost:${port}`,
    seed: 'demo',
    githubToken: 'test-github-token',
    argocdAccount: { username: 'promotion', password: 'test-password' },
    evidence: { backendUrl, token: mockCredentials.service.token() },
    timings: {
      reconcileEveryMs: 1_000,
      revisionCacheMs: 1_000,
      refreshMs: 100,
      operationPickupMs: 100,
      syncMs: 200,
      healthyFlashMs: 200,
      progressingMs: 500,
      progressDeadlineMs: 2_000,
    },
  });
  const as = (user: string) =>
    createPromotionClient({
      discovery: { getBaseUrl: async id => `${backendUrl}/api/${id}` },
      fetch: (url, init) =>
        fetch(url, {
          ...init,
          headers: {
            ...init.headers,
            authorization: mockCredentials.user.header(`user:default/${user}`),
          },
        }),
    });
  return {
    sandbox,
    as,
    ended: promotionId =>
      until('the promotion ends', async () => {
        const view = await as('olivia').getPromotion({
          params: { promotionId },
        });
        return view.endedAt === undefined ? view.headline : view;
      }),
    stop: async () => {
      await sandbox.stop();
      await backend.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startBackend(sandboxUrl: string): Promise<TestBackend> {
  const rules = resolve(
    __dirname,
    '../../../../promotion/promotion-rules.yaml',
  );
  return startTestBackend({
    features: [
      promotionBackend,
      catalogServiceMock.factory({ entities: demoCatalog() }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          integrations: {
            github: [
              {
                host: new URL(sandboxUrl).host,
                apiBaseUrl: `${sandboxUrl}/api/v3`,
                token: 'test-github-token',
              },
            ],
          },
          promotion: {
            repositoryHost: sandboxUrl,
            rules: [
              {
                name: 'default',
                target: rules,
                allow: {
                  repositories: ['acme/gitops'],
                  manifestPaths: ['services/**'],
                },
              },
            ],
            producers: [
              {
                subject: 'external:test-service',
                kinds: [
                  'build',
                  'tests',
                  'coverage',
                  'vulnerabilities',
                  'code-quality',
                  'performance',
                  'alerts',
                ],
              },
            ],
            observation: { every: '1s' },
            argocd: {
              instances: [
                {
                  name: 'default',
                  url: `${sandboxUrl}/argocd`,
                  username: 'promotion',
                  password: 'test-password',
                },
              ],
            },
            prometheus: { url: `${sandboxUrl}/prometheus` },
          },
        },
      }),
    ],
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise(done => {
    server.close(done);
  });
  if (address === null || typeof address === 'string') {
    throw new Error('no free port');
  }
  return address.port;
}

/** Asks again and again until the answer is an object other than an explanation; else fails with the last answer. */
export async function until<T extends object>(
  what: string,
  ask: () => Promise<T | string | undefined | { readonly code: string }>,
): Promise<T> {
  const deadline = Date.now() + 240_000;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      last = await ask();
      if (isAnswer<T>(last)) return last;
    } catch (error) {
      last = error;
    }
    await new Promise(next => {
      setTimeout(next, 250);
    });
  }
  throw new Error(
    `waited in vain until ${what}: ${
      last instanceof Error ? last : JSON.stringify(last, undefined, 2)
    }`,
  );
}

function isAnswer<T extends object>(value: unknown): value is T {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Error) &&
    !('code' in value)
  );
}

/** The newest commits of the GitOps repository's main branch. */
export async function commitsOf(
  sandbox: Sandbox,
): Promise<readonly { readonly sha: string; readonly message: string }[]> {
  const response = await fetch(
    `${sandbox.githubApiUrl}/repos/acme/gitops/commits?sha=main&per_page=5`,
    { headers: { authorization: 'Bearer test-github-token' } },
  );
  const commits: { sha: string; commit: { message: string } }[] =
    await response.json();
  return commits.map(({ sha, commit }) => ({ sha, message: commit.message }));
}
