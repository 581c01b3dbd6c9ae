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
import {
  createPromotionClient,
  type PromotionClient,
} from 'backstage-plugin-promotion-common/client';
import { startSandbox, type Sandbox } from 'promotion-sandbox';
import promotionBackend from '..';
import { demoCatalog } from './demoCatalog';

jest.setTimeout(180_000);

const params = { kind: 'component', namespace: 'default', name: 'checkout' };
const checkout = 'component:default/checkout';

describe('The whole of it, against the sandbox', () => {
  let folder: string;
  let backend: TestBackend;
  let sandbox: Sandbox;
  let as: (user: string) => PromotionClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'promotion-loop-'));
    const port = await freePort();
    backend = await startBackend(`http://localhost:${port}`);
    const backendUrl = `http://localhost:${backend.server.port()}`;
    sandbox = await startSandbox({
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
    as = user =>
      createPromotionClient({
        discovery: { getBaseUrl: async id => `${backendUrl}/api/${id}` },
        fetch: (url, init) =>
          fetch(url, {
            ...init,
            headers: {
              ...init.headers,
              authorization: mockCredentials.user.header(
                `user:default/${user}`,
              ),
            },
          }),
      });
  });

  afterAll(async () => {
    await sandbox?.stop();
    await backend?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const ended = (promotionId: string) =>
    until('the promotion ends', async () => {
      const view = await as('olivia').getPromotion({ params: { promotionId } });
      return view.endedAt === undefined ? view.headline : view;
    });

  it('promotes checkout from dev to staging by one real commit', async () => {
    const olivia = as('olivia');
    const ready = await until('dev → staging may move', async () => {
      const view = await olivia.getComponent({ params });
      const path = view.paths.find(({ to }) => to === 'staging');
      return path?.status === 'ready' ? path : path?.explanation;
    });
    expect(ready).toMatchObject({
      headline: 'checkout 2.4.0 may move to staging.',
      promote: { allowed: true },
    });

    const headBefore = await headOf(sandbox);
    const plan = await olivia.createPlan({
      body: { componentRef: checkout, from: 'dev', to: 'staging' },
    });
    expect(plan).toMatchObject({ executable: true });
    expect(plan.diffs[0]?.diff).toContain('2.4.0');
    expect(await headOf(sandbox)).toBe(headBefore);

    const asked = await olivia.createPromotion({
      body: {
        componentRef: checkout,
        from: 'dev',
        to: 'staging',
        contentHash: plan.contentHash,
        reason: 'the full loop',
      },
      idempotencyKey: 'full-loop-1',
    });
    const again = await olivia.createPromotion({
      body: {
        componentRef: checkout,
        from: 'dev',
        to: 'staging',
        contentHash: plan.contentHash,
        reason: 'the full loop',
      },
      idempotencyKey: 'full-loop-1',
    });
    expect(again.promotionId).toBe(asked.promotionId);

    const done = await ended(asked.promotionId);
    expect(done).toMatchObject({ state: 'succeeded', targetState: 'new' });

    const log = await commitsOf(sandbox);
    const ours = log.filter(commit =>
      commit.message.includes(`Promotion-Id: ${asked.promotionId}`),
    );
    expect(ours).toHaveLength(1);

    const after = await until('the tab shows what is there', async () => {
      const view = await olivia.getComponent({ params });
      const lane = view.lanes.find(
        ({ environment }) => environment === 'staging',
      );
      return lane?.state?.live?.version === '2.4.0' &&
        lane.state.origin?.kind === 'promotion'
        ? lane
        : JSON.stringify(lane?.state);
    });
    expect(after).toMatchObject({
      state: { origin: { promotionId: asked.promotionId } },
      rollback: { allowed: true },
    });
    const records = await olivia.listEvents({
      params: { promotionId: asked.promotionId },
    });
    expect(records.chain).toBe('intact');
  });

  it('puts the old release back with one person and one reason, and bars the new one', async () => {
    const olivia = as('olivia');
    const { items } = await olivia.listPromotions({
      query: { componentRef: checkout, state: 'succeeded' },
    });
    const back = await olivia.rollback({
      params: { promotionId: items[0]?.promotionId ?? '' },
      body: { reason: 'the numbers look odd' },
    });
    expect(back).toMatchObject({
      kind: 'rollback',
      release: { version: '2.3.1' },
    });
    expect(await ended(back.promotionId)).toMatchObject({ state: 'succeeded' });
    const lane = await until('the old release is live', async () => {
      const view = await olivia.getComponent({ params });
      const found = view.lanes.find(
        ({ environment }) => environment === 'staging',
      );
      return found?.state?.live?.version === '2.3.1'
        ? found
        : JSON.stringify(found?.state);
    });
    expect(lane.barred.map(({ version }) => version)).toEqual(['2.4.0']);
  });

  it('moves search to canary once SRE and QA agree, and does not count the owner', async () => {
    const named = { ...params, name: 'search' };
    await until('its gates pass', async () => {
      const view = await as('olivia').getComponent({ params: named });
      const path = view.paths.find(({ to }) => to === 'canary');
      return path?.status === 'needs-approval' ? path : path?.explanation;
    });
    const { promotionId, contentHash, state } = await as(
      'olivia',
    ).createPromotion({
      body: {
        componentRef: 'component:default/search',
        from: 'staging',
        to: 'canary',
      },
    });
    expect(state).toBe('awaiting-approval');
    const approve = (user: string) =>
      as(user).decideApproval({
        params: { promotionId },
        body: { decision: 'approved', contentHash },
      });
    await expect(approve('olivia')).rejects.toMatchObject({
      status: 403,
      message: 'You asked for this promotion; somebody else must agree.',
    });
    await expect(approve('paul')).rejects.toMatchObject({ status: 403 });
    await approve('sam');
    await approve('quinn');
    expect(await ended(promotionId)).toMatchObject({ state: 'succeeded' });
  });

  it('keeps recommendations back, says why, and lets an SRE override it', async () => {
    const path = {
      componentRef: 'component:default/recommendations',
      from: 'staging',
      to: 'canary',
    };
    const named = { ...params, name: 'recommendations' };
    await until('its evidence is there', async () => {
      const view = await as('olivia').getComponent({ params: named });
      const found = view.paths.find(({ to }) => to === 'canary');
      const failing = found?.gates.filter(({ status }) => status === 'failed');
      return failing?.length === 2 ? found : found?.explanation;
    });
    await expect(
      as('olivia').createPromotion({ body: path }),
    ).rejects.toMatchObject({
      status: 409,
      name: 'RefusedError',
      code: 'gates-do-not-pass',
      explanation: { tone: 'blocks' },
    });
    const forSam = await as('sam').getComponent({ params: named });
    expect(forSam.viewer.roles).toEqual(['sre']);
    expect(forSam.paths.find(({ to }) => to === 'canary')).toMatchObject({
      status: 'blocked',
      override: { allowed: true, role: 'sre' },
    });
  });
});

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
async function until<T extends object>(
  what: string,
  ask: () => Promise<T | string | undefined | { readonly tone: string }>,
): Promise<T> {
  const deadline = Date.now() + 80_000;
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
    !('tone' in value)
  );
}

async function commitsOf(
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

async function headOf(sandbox: Sandbox): Promise<string | undefined> {
  return (await commitsOf(sandbox))[0]?.sha;
}
