// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  ArgocdTestBed,
  CHECKOUT,
  LooseJson,
  startArgocd,
} from '../__testUtils__/startArgocd';
import { startSandbox } from '../startSandbox';

const APP = '/api/v1/applications/checkout-staging';
const AUTOMATED = { automated: { prune: true } };

const DEPLOYMENT_ONLY = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
spec:
  replicas: 2
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec:
      containers:
        - name: app
          image: ${CHECKOUT}
`;

let bed: ArgocdTestBed;
afterEach(() => bed.stop());

const get = async () => (await bed.call('GET', APP)).json;

/** The condensed state of the application after each second. */
async function timeline(seconds: number): Promise<string[]> {
  const seen: string[] = [];
  for (let second = 0; second < seconds; second++) {
    await bed.clock.advance(1_000);
    const app = await get();
    const line = [
      app.status.sync.status,
      app.status.health.status,
      app.operation ? 'operation' : '-',
      app.status.operationState?.phase ?? 'none',
    ].join(' ');
    if (seen[seen.length - 1] !== line) {
      seen.push(line);
    }
  }
  return seen;
}

async function podDigests(): Promise<string[]> {
  const tree = (await bed.call('GET', `${APP}/resource-tree`)).json;
  const pods = tree.nodes.filter((node: LooseJson) => node.kind === 'Pod');
  const manifests = await Promise.all(
    pods.map((pod: LooseJson) =>
      bed.call(
        'GET',
        `${APP}/resource?kind=Pod&version=v1&namespace=shop-staging&resourceName=${pod.name}`,
      ),
    ),
  );
  return manifests.map(
    (one: LooseJson) =>
      JSON.parse(one.json.manifest).status.containerStatuses[0].imageID,
  );
}

describe('without auto-sync', () => {
  beforeEach(async () => {
    bed = await startArgocd();
  });

  it('stays Synced and Healthy at the old commit until somebody asks for a refresh', async () => {
    const sha = await bed.push('1.1.0');
    expect(await timeline(30)).toEqual(['Synced Healthy - Succeeded']);
    const refreshing = bed.call('GET', `${APP}?refresh=normal`);
    await waitFor(
      async () =>
        (await get()).metadata.annotations?.['argocd.argoproj.io/refresh'] ===
        'normal',
    );
    await bed.clock.advance(3_000);
    const { json } = await refreshing;
    expect(json.status.sync).toMatchObject({
      status: 'OutOfSync',
      revision: sha,
    });
    expect(json.metadata.annotations).toBeUndefined();
    expect(json.status.reconciledAt).toBe('2026-09-01T12:00:32Z');
  });

  it('answers a sync with the operation set and the old operation state cleared, then runs it', async () => {
    const sha = await bed.push('1.1.0');
    const { status, json } = await bed.call('POST', `${APP}/sync`, {
      revision: sha,
      infos: [{ name: 'promotion-id', value: 'p-1' }],
    });
    expect(status).toBe(200);
    expect(json.operation).toEqual({
      sync: { revision: sha },
      initiatedBy: { username: 'promotion' },
      info: [{ name: 'promotion-id', value: 'p-1' }],
    });
    expect(json.status.operationState).toBeUndefined();
    expect(await timeline(30)).toEqual([
      'Synced Healthy operation Running',
      'Synced Healthy - Succeeded',
      'Synced Progressing - Succeeded',
      'Synced Healthy - Succeeded',
    ]);
    const app = await get();
    expect(app.status.operationState.operation.info).toEqual([
      { name: 'promotion-id', value: 'p-1' },
    ]);
    expect(
      app.status.history.map((one: LooseJson) => [
        one.id,
        one.revision === sha,
      ]),
    ).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(app.status.summary.images).toEqual([`${CHECKOUT}:1.1.0`]);
  });

  it('shows the old healthy object right after the apply, with a lagging observedGeneration', async () => {
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(4_000);
    const { json } = await bed.call(
      'GET',
      `${APP}/managed-resources?kind=Deployment`,
    );
    const live = JSON.parse(json.items[0].liveState);
    const target = JSON.parse(json.items[0].targetState);
    expect((await get()).status.health.status).toBe('Healthy');
    expect(live.spec.template.spec.containers[0].image).toBe(
      `${CHECKOUT}:1.0.0`,
    );
    expect(target.spec.template.spec.containers[0].image).toBe(
      `${CHECKOUT}:1.1.0`,
    );
    await bed.clock.advance(15_000);
    const later = await bed.call(
      'GET',
      `${APP}/managed-resources?kind=Deployment`,
    );
    const settled = JSON.parse(later.json.items[0].liveState);
    expect(settled.metadata.generation).toBe(2);
    expect(settled.status.observedGeneration).toBe(2);
    expect(settled.spec.template.spec.containers[0].image).toBe(
      `${CHECKOUT}:1.1.0`,
    );
  });

  it('gives pods the digest the registry has for the tag, old ones beside new ones while rolling out', async () => {
    const [before, after] = ['1.0.0', '1.1.0'].map(
      tag =>
        `${CHECKOUT}@${bed.sandbox.argocd.registry.resolve(
          `${CHECKOUT}:${tag}`,
        )}`,
    );
    expect(await podDigests()).toEqual([before, before]);
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(8_000);
    expect((await get()).status.summary.images).toEqual([
      `${CHECKOUT}:1.0.0`,
      `${CHECKOUT}:1.1.0`,
    ]);
    expect(await podDigests()).toEqual([before, before, '', '']);
    await bed.clock.advance(15_000);
    expect(await podDigests()).toEqual([after, after]);
  });

  it('lets a pinned digest win over the tag', async () => {
    const digest =
      bed.sandbox.argocd.registry.resolve(`${CHECKOUT}:1.2.0`) ?? '';
    await bed.push('1.1.0', digest);
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(30_000);
    expect(await podDigests()).toEqual([
      `${CHECKOUT}@${digest}`,
      `${CHECKOUT}@${digest}`,
    ]);
    expect((await get()).status.summary.images).toEqual([
      `${CHECKOUT}:1.1.0@${digest}`,
    ]);
  });

  it.each([
    ['an unknown tag cannot be pulled', '9.9.9', 'ImagePullBackOff'],
    ['a crashing image does not get ready', '1.2.0', 'CrashLoopBackOff'],
  ])(
    'degrades past the deadline when %s, and heals at the old image',
    async (_title, tag, reason) => {
      bed.sandbox.argocd.registry.markCrashing(CHECKOUT, '1.2.0');
      await bed.push(tag);
      await bed.call('POST', `${APP}/sync`, {});
      expect(await timeline(70)).toEqual([
        'Synced Healthy operation Running',
        'Synced Healthy - Succeeded',
        'Synced Progressing - Succeeded',
        'Synced Degraded - Succeeded',
      ]);
      const tree = (await bed.call('GET', `${APP}/resource-tree`)).json;
      const reasons = tree.nodes
        .filter((one: LooseJson) => one.kind === 'Pod')
        .map((one: LooseJson) => one.info[0].value);
      expect(reasons).toContain(reason);
      await bed.push('1.0.0');
      await bed.call('POST', `${APP}/sync`, {});
      await timeline(30);
      expect((await get()).status.health.status).toBe('Healthy');
    },
  );

  it('lets running pods fail until they are healed or replaced', async () => {
    const app = bed.sandbox.argocd.controller.find('checkout-staging');
    if (!app) throw new Error('no application');
    const makeSick = () => bed.sandbox.argocd.controller.setSick(app, true);
    makeSick();
    expect(await timeline(15)).toEqual([
      'Synced Progressing - Succeeded',
      'Synced Degraded - Succeeded',
    ]);
    bed.sandbox.argocd.controller.setSick(app, false);
    expect(await timeline(2)).toEqual(['Synced Healthy - Succeeded']);
    makeSick();
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(30_000);
    expect((await get()).status.health.status).toBe('Healthy');
  });

  it('shows a retry as Running with finishedAt set, and fails when the retries are used up', async () => {
    bed.sandbox.faults.argocd.failingSyncs.set('checkout-staging', 2);
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, { retryStrategy: { limit: 1 } });
    await bed.clock.advance(5_000);
    const between = await get();
    expect(between.status.operationState).toMatchObject({
      phase: 'Running',
      retryCount: 1,
      finishedAt: '2026-09-01T12:00:04Z',
      message:
        'one or more objects failed to apply (dry run). Retrying attempt #1 at 12:00PM.',
    });
    expect(between.operation).toBeDefined();
    await bed.clock.advance(10_000);
    const after = await get();
    expect(after.status.operationState.phase).toBe('Failed');
    expect(after.operation).toBeUndefined();
    expect(after.status.history).toHaveLength(1);
  });

  it('waits for a hook that never completes until it is terminated', async () => {
    bed.sandbox.faults.argocd.hangingHooks.add('checkout-staging');
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(600_000);
    const stuck = await get();
    expect(stuck.status.operationState).toMatchObject({
      phase: 'Running',
      message: 'waiting for completion of hook batch/Job/migrate',
    });
    expect((await bed.call('POST', `${APP}/sync`, {})).json).toEqual({
      error: 'another operation is already in progress',
      code: 9,
      message: 'another operation is already in progress',
    });
    expect(await bed.call('DELETE', `${APP}/operation`)).toMatchObject({
      status: 200,
      json: {},
    });
    expect((await get()).status.operationState.phase).toBe('Terminating');
    await bed.clock.advance(1_000);
    expect((await get()).status.operationState).toMatchObject({
      phase: 'Failed',
      message: 'Operation terminated',
    });
  });

  it('keeps no history of partial and dry syncs', async () => {
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, { dryRun: true });
    await bed.clock.advance(10_000);
    await bed.call('POST', `${APP}/sync`, {
      resources: [{ group: 'apps', kind: 'Deployment', name: 'checkout' }],
    });
    await bed.clock.advance(30_000);
    const app = await get();
    expect(app.status.history).toHaveLength(1);
    expect(app.status.sync.status).toBe('Synced');
    expect(app.status.summary.images).toEqual([`${CHECKOUT}:1.1.0`]);
  });

  it('skips pruning unless asked, and stays OutOfSync', async () => {
    await bed.sandbox.git.repository('acme/gitops').commitFiles({
      branch: 'main',
      files: { 'services/checkout/base/deployment.yaml': DEPLOYMENT_ONLY },
      message: 'Drop the service',
      author: {
        name: 'Ada',
        email: 'ada@acme.example',
        date: '2026-09-01T12:00:00Z',
      },
    });
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(10_000);
    const skipped = await get();
    expect(skipped.status.sync.status).toBe('OutOfSync');
    expect(skipped.status.operationState.syncResult.resources).toContainEqual(
      expect.objectContaining({ kind: 'Service', status: 'PruneSkipped' }),
    );
    await bed.call('POST', `${APP}/sync`, { prune: true });
    await bed.clock.advance(30_000);
    expect((await get()).status.sync.status).toBe('Synced');
  });

  it('turns Unknown with a ComparisonError while the repository is broken, and recovers', async () => {
    bed.sandbox.faults.argocd.repositoryError =
      'failed to list refs: dial tcp: i/o timeout';
    await bed.clock.advance(121_000);
    const broken = await get();
    expect(broken.status.sync.status).toBe('Unknown');
    expect(broken.status.conditions[0]).toMatchObject({
      type: 'ComparisonError',
    });
    bed.sandbox.faults.argocd.clear();
    await bed.clock.advance(121_000);
    const well = await get();
    expect(well.status.sync.status).toBe('Synced');
    expect(well.status.conditions).toBeUndefined();
  });

  it('reports a number in newTag as kustomize does instead of deploying something else', async () => {
    await bed.sandbox.git.repository('acme/gitops').commitFiles({
      branch: 'main',
      files: {
        'services/checkout/overlays/staging/kustomization.yaml': `resources: [../../base]\nimages:\n  - name: ${CHECKOUT}\n    newTag: 1.10\n`,
      },
      message: 'Oops',
      author: {
        name: 'Ada',
        email: 'ada@acme.example',
        date: '2026-09-01T12:00:00Z',
      },
    });
    await bed.clock.advance(300_000);
    expect((await get()).status.conditions[0].message).toMatch(
      /cannot unmarshal number .*newTag of type string/,
    );
  });

  it('goes on where it was after a restart, tokens included', async () => {
    await bed.push('1.1.0');
    await bed.call('POST', `${APP}/sync`, {});
    await bed.clock.advance(2_000);
    await bed.sandbox.stop();
    const again = await startSandbox({
      dataDir: bed.dataDir,
      clock: bed.clock,
    });
    await bed.clock.advance(60_000);
    const answer = await fetch(`${again.argocdUrl}${APP}`, {
      headers: { authorization: `Bearer ${bed.token}` },
    });
    const app: LooseJson = await answer.json();
    expect(app.status.operationState.phase).toBe('Succeeded');
    expect(app.status.summary.images).toEqual([`${CHECKOUT}:1.1.0`]);
    await again.stop();
    bed.sandbox.git.close();
  });
});

describe('with auto-sync', () => {
  beforeEach(async () => {
    bed = await startArgocd(AUTOMATED);
  });

  it('starts by itself once the commit is noticed', async () => {
    const sha = await bed.push('1.1.0');
    const refreshing = bed.call('GET', `${APP}?refresh=normal`);
    await waitFor(async () => (await get()).metadata.annotations !== undefined);
    await bed.clock.advance(3_000);
    await refreshing;
    expect(await timeline(30)).toEqual([
      'OutOfSync Healthy operation Running',
      'Synced Healthy - Succeeded',
      'Synced Progressing - Succeeded',
      'Synced Healthy - Succeeded',
    ]);
    expect((await get()).status.operationState).toMatchObject({
      operation: { initiatedBy: { automated: true } },
      syncResult: { revision: sha },
    });
  });

  it('does not try a failed commit again, but says so', async () => {
    bed.sandbox.faults.argocd.failingSyncs.set('checkout-staging', 99);
    const sha = await bed.push('1.1.0');
    await bed.clock.advance(900_000);
    const app = await get();
    expect(app.status.operationState.phase).toBe('Failed');
    expect(app.status.conditions).toEqual([
      expect.objectContaining({
        type: 'SyncError',
        message: expect.stringContaining(
          `Failed last sync attempt to [${sha}]`,
        ),
      }),
    ]);
  });

  it('moves the revision without an operation when a commit changes nothing here', async () => {
    const sha = await bed.sandbox.git.repository('acme/gitops').commitFiles({
      branch: 'main',
      files: { 'README.md': 'else' },
      message: 'Elsewhere',
      author: {
        name: 'Ada',
        email: 'ada@acme.example',
        date: '2026-09-01T12:00:00Z',
      },
    });
    await bed.clock.advance(300_000);
    const app = await get();
    expect(app.status.sync).toMatchObject({ status: 'Synced', revision: sha });
    expect(app.status.history).toHaveLength(1);
  });

  it('keeps the last ten entries of history, ids counting on', async () => {
    for (let round = 0; round < 12; round++) {
      await bed.push(round % 2 === 0 ? '1.1.0' : '1.0.0');
      await bed.call('POST', `${APP}/sync`, {});
      await bed.clock.advance(10_000);
    }
    expect(
      (await get()).status.history.map((one: LooseJson) => one.id),
    ).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

/** The refresh call is on its way through a real socket; the clock is not. */
async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    // Each turn is a round trip, so the other call gets its turn too.
  }
}
