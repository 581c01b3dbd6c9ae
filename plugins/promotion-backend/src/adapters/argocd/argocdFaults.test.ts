// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Observation } from 'backstage-plugin-promotion-common';
import type { ObserveRequest } from 'backstage-plugin-promotion-node';
import { ArgocdDeployments } from './ArgocdDeployments';
import type { ArgocdInstance } from './ArgocdInstance';
import { IMAGE, startArgocd, TEST_PASSWORD } from './__testUtils__/startArgocd';

const context = { signal: new AbortController().signal };
type World = Awaited<ReturnType<typeof startArgocd>>;
let world: World;
let fetched: jest.SpyInstance<
  ReturnType<typeof fetch>,
  Parameters<typeof fetch>
>;

const start = async (options: Parameters<typeof startArgocd>[0] = {}) => {
  world = await startArgocd(options);
  fetched = jest.spyOn(globalThis, 'fetch');
};
afterEach(async () => {
  fetched.mockRestore();
  await world.stop();
});

const countCalls = (method: string, path: RegExp) =>
  fetched.mock.calls.filter(
    ([url, init]) =>
      (init?.method ?? 'GET') === method && path.test(String(url)),
  ).length;
const request = (commit: string, digest?: string): ObserveRequest => ({
  promotionId: 'p-1',
  target: world.target,
  commit,
  publishedAt: new Date(world.clock.now()).toISOString(),
  images: [{ name: IMAGE, tag: '2.4.0', digest }],
  settleMs: 5_000,
  degradedGraceMs: 5_000,
});
/** Looks again and again; what it said each time. Looks that got no answer are `unreachable`. */
async function observe(
  one: ObserveRequest,
  looks: number,
): Promise<{ last?: Observation; said: string[] }> {
  let last: Observation | undefined;
  const said: string[] = [];
  for (let look = 0; look < looks && last?.status !== 'live'; look++) {
    const previous: Observation | undefined = last;
    last = await world.deployments.observe({ ...one, previous }, context).then(
      ({ observation }) => observation,
      error => {
        said.push(error.name);
        return previous;
      },
    );
    said.push(last?.message ?? '');
    await world.clock.advance(3_000);
  }
  return { last, said };
}
/** The adapter with the instance changed. */
const deploymentsAt = (instance: Partial<ArgocdInstance>) =>
  new ArgocdDeployments({
    repository: world.repository,
    clock: { now: async () => new Date(world.clock.now()).toISOString() },
    refreshTimeoutMs: 100,
    instances: [
      {
        name: 'demo',
        url: world.sandbox.argocdUrl,
        webUrl: world.sandbox.argocdUrl,
        credentials: {
          kind: 'login',
          username: 'promotion',
          password: TEST_PASSWORD,
        },
        ...instance,
      },
    ],
  });

describe('syncing', () => {
  it('asks once for a commit, and says live by the digest the Pods report', async () => {
    await start();
    const commit = await world.pushTag('2.4.0', world.digests['2.4.0']);
    const { last } = await observe(request(commit, world.digests['2.4.0']), 60);
    expect(last).toMatchObject({
      status: 'live',
      revision: commit,
      images: [`${IMAGE}:2.4.0@${world.digests['2.4.0']}`],
      message: expect.stringContaining('by the digest'),
    });
    expect(countCalls('POST', /\/sync$/)).toBe(1);
  });

  it('does not ask at all while auto-sync does it', async () => {
    await start({ autoSync: true });
    const { last } = await observe(request(await world.pushTag('2.4.0')), 60);
    expect(last?.status).toBe('live');
    expect(countCalls('POST', /\/sync$/)).toBe(0);
  });

  it('a sync whose reply was lost is found again, not asked for again', async () => {
    await start();
    world.sandbox.faults.argocd.add({
      method: 'POST',
      path: /\/sync$/,
      when: 'after',
      effect: { kind: 'drop' },
      times: 1,
    });
    const { last, said } = await observe(
      request(await world.pushTag('2.4.0')),
      60,
    );
    expect(said).toContain('SourceUnreachableError');
    expect(last?.status).toBe('live');
    expect(countCalls('POST', /\/sync$/)).toBe(1);
  });

  it("D16 waits for the end of somebody else's operation", async () => {
    await start();
    const commit = await world.pushTag('2.4.0');
    world.sandbox.faults.argocd.add({
      method: 'POST',
      path: /\/sync$/,
      effect: {
        kind: 'answer',
        status: 400,
        body: {
          error: 'another operation is already in progress',
          code: 9,
          message: 'another operation is already in progress',
        },
      },
      times: 2,
    });
    const { last, said } = await observe(request(commit), 60);
    expect(said).toContain('Waiting for the end of another operation.');
    expect(last?.status).toBe('live');
  });

  it('asks for the sync windows first and waits for one to open', async () => {
    await start();
    world.sandbox.argocd.windows.set([
      {
        kind: 'deny',
        schedule: '* * * * *',
        duration: '1h',
        manualSync: false,
        applications: ['*'],
        active: true,
      },
    ]);
    const one = request(await world.pushTag('2.4.0'));
    const { last } = await observe(one, 4);
    expect(last).toMatchObject({
      status: 'waiting',
      message: expect.stringContaining('sync window'),
    });
    expect(countCalls('POST', /\/sync$/)).toBe(0);
    world.sandbox.argocd.windows.set([]);
    expect((await observe(one, 60)).last?.status).toBe('live');
  });

  it('ends its own sync that hangs before it goes back', async () => {
    await start();
    world.sandbox.faults.argocd.hangingHooks.add('checkout-staging');
    const forwards = request(await world.pushTag('2.4.0'));
    const { said } = await observe(forwards, 6);
    expect(said.join()).toMatch(/hook/);
    world.sandbox.faults.argocd.hangingHooks.clear();
    const back = {
      ...request(await world.pushTag('2.3.0')),
      images: [{ name: IMAGE, tag: '2.3.0' }],
    };
    const { last } = await observe(back, 60);
    expect(countCalls('DELETE', /\/operation/)).toBeGreaterThan(0);
    expect(last).toMatchObject({
      status: 'live',
      images: [expect.stringContaining(':2.3.0')],
    });
  });

  it('a sync our account may not make ends it, with the remedy', async () => {
    await start();
    world.sandbox.argocd.sessions.addAccount({
      username: 'promotion',
      password: TEST_PASSWORD,
      rights: 'read',
    });
    const { said } = await observe(request(await world.pushTag('2.4.0')), 4);
    expect(said).toContain('TerminalError');
  });
});

describe('Argo CD at its worst', () => {
  it('a refresh that hangs is given up, and what the controller does by itself is seen', async () => {
    await start({ autoSync: true });
    world.sandbox.faults.argocd.add({
      path: /refresh=normal/,
      effect: { kind: 'hang' },
    });
    const one = request(await world.pushTag('2.4.0'));
    const { said } = await observe(one, 2);
    expect(said).toEqual([
      'Waiting for Argo CD to look at the repository.',
      'Waiting for Argo CD to look at the repository.',
    ]);
    await world.clock.advance(300_000);
    expect((await observe(one, 80)).last?.status).toBe('live');
  });

  it('a dead controller is waited for, and what it does once it is back is seen', async () => {
    await start({ autoSync: true });
    world.sandbox.faults.argocd.refreshNeverEnds = true;
    world.sandbox.faults.argocd.controllerStopped = true;
    const one = request(await world.pushTag('2.4.0'));
    expect((await observe(one, 3)).last?.status).toBe('waiting');
    world.sandbox.faults.argocd.clear();
    expect((await observe(one, 60)).last?.status).toBe('live');
  });

  it('logs in again, once, when its session is no longer taken', async () => {
    await start();
    await world.deployments.readApplications(world.target.targets, context);
    world.sandbox.argocd.sessions.restoreSecret('another');
    await world.clock.advance(5_000);
    const [state] = await world.deployments.readApplications(
      world.target.targets,
      context,
    );
    expect(state?.health).toBe('healthy');
    expect(countCalls('POST', /\/session$/)).toBe(2);
  });

  it('a refused login is no answer, is not repeated at once, and shows no password', async () => {
    await start();
    const wrong = deploymentsAt({
      credentials: {
        kind: 'login',
        username: 'promotion',
        password: `${TEST_PASSWORD}-wrong`,
      },
    });
    const read = () =>
      wrong
        .readApplications(world.target.targets, context)
        .catch(error => error);
    const error = await read();
    expect(error).toMatchObject({
      name: 'SourceUnreachableError',
      message: expect.stringContaining('promotion.argocd.instances'),
    });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(
      TEST_PASSWORD,
    );
    await read();
    expect(countCalls('POST', /\/session$/)).toBe(1);
    await world.clock.advance(60_000);
    await read();
    expect(countCalls('POST', /\/session$/)).toBe(2);
  });

  it('an expired token is no answer, and is not shown', async () => {
    await start();
    const token = 'aaaa.bbbb.cccc';
    const error = await deploymentsAt({ credentials: { kind: 'token', token } })
      .readApplications(world.target.targets, context)
      .catch(reason => reason);
    expect(error).toMatchObject({ name: 'SourceUnreachableError' });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(token);
  });

  it('names the setting when the web UI answers instead of the API', async () => {
    await start();
    const wrongRoot = deploymentsAt({
      url: `${world.sandbox.argocdUrl}/wrong`,
      credentials: { kind: 'token', token: 'a.b.c' },
    });
    await expect(
      wrongRoot.readApplications(world.target.targets, context),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringMatching(
        /\/wrong\/api\/v1 answered HTML: check the url/,
      ),
    });
  });

  it('does not follow a redirect', async () => {
    await start();
    world.sandbox.faults.argocd.add({
      effect: {
        kind: 'answer',
        status: 307,
        headers: { location: 'http://169.254.169.254/' },
      },
    });
    await expect(
      world.deployments.readApplications(world.target.targets, context),
    ).rejects.toMatchObject({
      name: 'TerminalError',
      message: expect.stringContaining('redirects'),
    });
  });

  it.each([500, 503, 429])('takes a %d for no answer', async status => {
    await start();
    world.sandbox.faults.argocd.add({
      effect: { kind: 'answer', status, body: { code: 14, message: 'away' } },
    });
    await expect(
      world.deployments.inspectApplications(world.target, context),
    ).rejects.toMatchObject({ name: 'SourceUnreachableError' });
  });
});

describe('what the observer reads', () => {
  it('one list serves everybody who asks at the moment', async () => {
    await start();
    await Promise.all([
      world.deployments.readApplications(world.target.targets, context),
      world.deployments.readApplications(world.target.targets, context),
    ]);
    expect(countCalls('GET', /\/applications$/)).toBe(1);
  });

  it('reads Pods again only when the summary changed', async () => {
    await start();
    await world.deployments.readApplications(world.target.targets, context);
    await world.clock.advance(10_000);
    await world.deployments.readApplications(world.target.targets, context);
    expect(countCalls('GET', /\/applications$/)).toBe(2);
    expect(countCalls('GET', /\/resource-tree/)).toBe(1);
  });

  it('gives the digest the Pods run, and the history of deployments', async () => {
    await start();
    const [state] = await world.deployments.readApplications(
      world.target.targets,
      context,
    );
    expect(state).toMatchObject({
      images: [{ name: IMAGE, tag: '2.3.0', digest: world.digests['2.3.0'] }],
      applicationUrl: `${world.sandbox.argocdUrl}/applications/argocd/checkout-staging`,
      deployments: [
        {
          revision: expect.stringMatching(/^[0-9a-f]{40}$/),
          deployedAt: expect.stringMatching(/Z$/),
        },
      ],
    });
  });

  it('shows an application whose Pods cannot be read by its summary, with the problem', async () => {
    await start();
    world.sandbox.faults.argocd.add({
      path: /resource-tree/,
      effect: {
        kind: 'answer',
        status: 500,
        body: { code: 2, message: 'error getting cached app resource tree' },
      },
    });
    const [state] = await world.deployments.readApplications(
      world.target.targets,
      context,
    );
    expect(state).toMatchObject({
      health: 'healthy',
      problems: [
        {
          kind: 'condition',
          code: 'pods-unreadable',
          message: expect.stringContaining('resource tree'),
        },
      ],
      images: [expect.objectContaining({ name: IMAGE, tag: '2.3.0' })],
    });
  });
});

describe('what is wrong with a set-up', () => {
  const inspect = async (
    application: Record<string, string>,
    manifest: Record<string, string> = {},
  ) => {
    const targets = world.target.targets.map(target => ({
      ...target,
      application: { ...target.application, ...application },
      manifest: { ...target.manifest, ...manifest },
    }));
    const { problems } = await world.deployments.inspectApplications(
      { ...world.target, targets },
      context,
    );
    const [state] = await world.deployments.readApplications(targets, context);
    expect(state?.problems).toEqual(
      problems.map(problem => ({ kind: 'setup', ...problem })),
    );
    return problems;
  };

  it.each([
    [
      'an instance nobody declared',
      { instance: 'other' },
      {},
      'instance-unknown',
      /declared are demo/,
    ],
    [
      'an application that is not there',
      { name: 'nobody' },
      {},
      'application-missing',
      /shows no application nobody\. Create it/,
    ],
    [
      'an application in another project',
      { project: 'other' },
      {},
      'application-other-project',
      /checkout-staging is in project shop/,
    ],
    [
      'an application that deploys another folder',
      {},
      { path: 'services/other/kustomization.yaml' },
      'application-tracks-other-source',
      /does not hold/,
    ],
    [
      'an application that tracks another branch',
      {},
      { branch: 'release' },
      'application-tracks-other-source',
      /tracks main/,
    ],
  ])('names %s', async (_title, application, manifest, code, message) => {
    await start();
    expect(await inspect(application, manifest)).toEqual([
      { code, message: expect.stringMatching(message) },
    ]);
  });

  it.each([
    ['none', []],
    ['others only', ['web', 'shop-*']],
  ])(
    'names an application whose real project is not allowed, with %s allowed, though the rules name none',
    async (_title, allowedProjects) => {
      await start();
      expect(
        await world.deployments.inspectApplications(
          { ...world.target, allowedProjects },
          context,
        ),
      ).toMatchObject({
        problems: [
          {
            code: 'application-project-not-allowed',
            message: expect.stringMatching(
              /is in project shop.*allow\.argocdProjects/,
            ),
          },
        ],
      });
      expect(
        await world.deployments.inspectApplications(
          { ...world.target, allowedProjects: ['sh*'] },
          context,
        ),
      ).toMatchObject({ problems: [] });
    },
  );

  it('believes none of several applications of one name in different namespaces', async () => {
    await start();
    fetched.mockRestore();
    const genuine = globalThis.fetch;
    fetched = jest.spyOn(globalThis, 'fetch');
    fetched.mockImplementation(async (url, init) => {
      const response = await genuine(url, init);
      if (!/\/api\/v1\/applications(\?|$)/.test(String(url))) return response;
      const list = await response.json();
      const others = list.items.map(
        (application: { metadata: Record<string, unknown> }) => ({
          ...application,
          metadata: { ...application.metadata, namespace: 'another-team' },
        }),
      );
      return Response.json({ ...list, items: [...others, ...list.items] });
    });
    const read = (namespace?: string) =>
      world.deployments.readApplications(
        world.target.targets.map(target => ({
          ...target,
          application: { ...target.application, namespace },
        })),
        context,
      );
    expect(await read()).toEqual([
      expect.objectContaining({
        health: 'unknown',
        images: [],
        problems: [
          {
            kind: 'setup',
            code: 'application-ambiguous',
            message: expect.stringMatching(
              /several applications checkout-staging, in another-team, argocd\. Name the namespace/,
            ),
          },
        ],
      }),
    ]);
    expect(await read('argocd')).toEqual([
      expect.objectContaining({ health: 'healthy' }),
    ]);
  });

  it('tells which images the manifests use, hooks and custom resources included', async () => {
    await start();
    expect(
      await world.deployments.inspectApplications(world.target, context),
    ).toEqual({ problems: [], usedImages: [IMAGE] });
  });

  it('does not know which images are used while Argo CD cannot make the manifests', async () => {
    await start();
    world.sandbox.faults.argocd.add({
      path: /\/manifests/,
      effect: {
        kind: 'answer',
        status: 500,
        body: { code: 2, message: 'kustomize build failed' },
      },
    });
    expect(
      await world.deployments.inspectApplications(world.target, context),
    ).toEqual({ problems: [] });
  });

  it('names a right to sync that is missing, unless the application syncs by itself', async () => {
    await start();
    world.sandbox.argocd.sessions.addAccount({
      username: 'promotion',
      password: TEST_PASSWORD,
      rights: 'read',
    });
    expect(await inspect({})).toEqual([
      {
        code: 'application-sync-forbidden',
        message: expect.stringContaining('shop/checkout-staging'),
      },
    ]);
  });
});
