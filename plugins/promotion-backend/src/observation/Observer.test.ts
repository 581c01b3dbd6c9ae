// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import type {
  Promotion,
  EnvironmentState,
  Evidence,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { parseRules } from 'backstage-plugin-promotion-common/rules';
import {
  FakeClock,
  FakeDeployments,
  fakeDigest,
  FakeRepository,
} from 'backstage-plugin-promotion-node/testUtils';
import type { ActualStateSource } from 'backstage-plugin-promotion-node';
import { UnavailableDeployments } from '../adapters/argocd/UnavailableDeployments';
import type { EvidenceStore } from '../evidence/EvidenceStore';
import type { ComponentScope, ScopedComponent } from '../rules/ComponentScope';
import { storedPromotion } from '../tests/storedPromotion';
import { testDatabases } from '../tests/testDatabases';
import { ActualStateObserver } from './ActualStateObserver';
import { DatabaseEnvironmentStateStore } from './DatabaseEnvironmentStateStore';
import { DesiredStateObserver } from './DesiredStateObserver';
import { Observer } from './Observer';

const databases = testDatabases(['SQLITE_3']);
const repositoryUrl = 'https://github.com/acme/gitops';
const componentRef = 'component:default/checkout';
const image = 'registry.example/acme/checkout';
const HOUR = 3_600_000;

function kustomization(tag: string, extra = ''): string {
  return `resources: [../../base]\n${extra}images:\n  - name: ${image}\n    newTag: "${tag}"\n    digest: ${fakeDigest(
    image,
    tag,
  )}\n`;
}

function place(environment: string): ResolvedEnvironment {
  return {
    componentRef,
    environment,
    title: environment,
    labels: {},
    images: [],
    targets: [
      {
        manifest: {
          repositoryUrl,
          branch: 'main',
          path: `services/checkout/${environment}/kustomization.yaml`,
        },
        format: 'kustomize',
        application: { instance: 'default', name: `checkout-${environment}` },
      },
    ],
  };
}

const dev = place('dev');
const staging = place('staging');
const pathOf = (environment: ResolvedEnvironment) =>
  environment.targets[0]?.manifest.path ?? '';

const parsed = parseRules(`
apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  dev: { repository: a/b, targets: [{ manifest: { path: a }, application: { name: a } }] }
  staging: { repository: a/b, targets: [{ manifest: { path: b }, application: { name: b } }] }
paths: [{ from: dev, to: staging }]
`);
if (!parsed.ok) throw new Error(parsed.problems[0]?.message);

const component: ScopedComponent = {
  entity: {
    apiVersion: 'v1',
    kind: 'Component',
    metadata: { name: 'checkout' },
  },
  component: {
    componentRef,
    name: 'checkout',
    annotations: {},
    ownerRefs: [],
  },
  title: 'checkout',
  rules: {
    name: 'default',
    rules: parsed.rules,
    revision: parsed.revision,
    origin: 'file',
    text: '',
    loadedAt: '2026-09-01T00:00:00.000Z',
  },
  environments: {
    dev: { ok: true, environment: dev },
    staging: { ok: true, environment: staging },
  },
};

async function setUp() {
  const clock = new FakeClock();
  const repository = new FakeRepository({ clock });
  const deployments = new FakeDeployments({ clock, repository });
  const knex = await databases.migrated('SQLITE_3');
  const states = new DatabaseEnvironmentStateStore(knex);
  const changed: string[] = [];
  const promotions = new Map<string, Promotion>();
  const evidence: Evidence[] = [];
  const saved: string[] = [];
  const evidenceStore: Pick<EvidenceStore, 'forComponent' | 'saveRelease'> = {
    forComponent: async () => evidence,
    saveRelease: async release => {
      saved.push(release.version);
    },
  };
  const environments = { ...component.environments };
  const scoped = { ...component, environments };
  const scope: ComponentScope = {
    get: async () => scoped,
    all: async () => [scoped],
  };
  const observe = (source: ActualStateSource = deployments) => {
    const desired = new DesiredStateObserver({
      repository,
      promotions: {
        get: async id => promotions.get(id),
        newestInto: async ({ environment }) =>
          [...promotions.values()].find(({ to }) => to === environment),
      },
    });
    return new Observer({
      scope,
      desired,
      actual: new ActualStateObserver(source, desired),
      states,
      evidence: evidenceStore,
      clock,
      logger: mockServices.logger.mock(),
      onChanged: async ref => {
        changed.push(ref);
      },
    });
  };
  repository.seed(repositoryUrl, 'main', {
    [pathOf(dev)]: kustomization('2.4.0'),
    [pathOf(staging)]: kustomization('2.3.0'),
  });
  deployments.track(dev);
  deployments.track(staging);
  clock.advance(HOUR);
  const stateOf = async (environment: string): Promise<EnvironmentState> => {
    const all = await states.forComponent(componentRef);
    const found = all.find(state => state.environment === environment);
    if (!found) throw new Error(`nothing recorded of ${environment}`);
    return found;
  };
  return {
    clock,
    repository,
    deployments,
    observer: observe(),
    restart: observe,
    environments,
    stateOf,
    changed,
    promotions,
    saved,
    evidence,
  };
}

/** Lets the fakes deploy what was pushed, with looks in between. */
async function settle(world: Awaited<ReturnType<typeof setUp>>): Promise<void> {
  for (let step = 0; step < 6; step += 1) {
    world.clock.advance(1_000);
    world.deployments.tick();
    await world.observer.observeAll();
  }
}

describe('Observer', () => {
  it('records the baseline at first sight, with who put it there and since when it is live', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    const state = await world.stateOf('dev');
    expect(state).toMatchObject({
      desired: { version: '2.4.0', pinned: true },
      live: { version: '2.4.0' },
      origin: { kind: 'baseline', author: 'Seeder', message: 'Seed' },
      sync: 'synced',
      health: 'healthy',
      observedAt: world.clock.timestamp,
    });
    expect(state.live?.releaseId).toBe(state.desired?.releaseId);
    expect(Date.parse(state.since ?? '')).toBeLessThanOrEqual(
      Date.parse(world.clock.timestamp) - HOUR,
    );
    expect(state.history).toMatchObject([
      { version: '2.4.0', succeeded: true },
    ]);
    expect(world.changed).toEqual([componentRef]);
    expect(world.saved).toContain('2.3.0');
  });

  it('back-fills what was deployed before, from git and the deployment history', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    world.repository.push(pathOf(staging), kustomization('2.3.1'), 'Ann');
    await settle(world);
    world.clock.advance(HOUR);
    const fresh = await setUp();
    fresh.repository.push(pathOf(staging), kustomization('2.3.1'), 'Ann');
    for (let step = 0; step < 6; step += 1) {
      fresh.clock.advance(1_000);
      fresh.deployments.tick();
    }
    await fresh.observer.observeAll();
    const state = await fresh.stateOf('staging');
    expect(state.history.map(({ version }) => version)).toEqual([
      '2.3.1',
      '2.3.0',
    ]);
    expect(state.history[1]?.until).toBe(state.history[0]?.since);
    expect(state.origin).toMatchObject({ kind: 'baseline', author: 'Ann' });
  });

  it('records a later change that no promotion made as outside, with commit and author', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    const commit = world.repository.push(
      pathOf(staging),
      kustomization('2.3.9'),
      'Mallory',
      { message: 'Hot fix\n\nBecause' },
    );
    await settle(world);
    const state = await world.stateOf('staging');
    expect(state).toMatchObject({
      desired: { version: '2.3.9' },
      live: { version: '2.3.9' },
      commit,
      origin: {
        kind: 'outside',
        commit,
        author: 'Mallory',
        message: 'Hot fix',
      },
    });
    expect(state.history.map(({ version }) => version)).toEqual([
      '2.3.9',
      '2.3.0',
    ]);
    expect(state.changedAt).toBe(state.since);
  });

  const published = (
    commit: string,
    publishedAt: string,
    overrides: Partial<Promotion> = {},
  ) =>
    storedPromotion({
      promotionId: 'p-1',
      componentRef,
      to: 'staging',
      progress: {
        validations: [],
        deployment: {
          attempt: 1,
          startedAt: publishedAt,
          publishedCommit: commit,
          publishedAt,
        },
      },
      ...overrides,
    });
  const pushAs = (
    world: Awaited<ReturnType<typeof setUp>>,
    tag: string,
    trailers: string,
  ) =>
    world.repository.push(pathOf(staging), kustomization(tag), 'Bot', {
      message: `Promote\n\nPromotion-Id: p-1\n${trailers}`,
    });

  it('recognises a commit of a promotion by its trailer and by what the promotion published', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    const commit = pushAs(world, '2.3.5', 'Promotion-Direction: deployment');
    const at = world.clock.timestamp;
    world.promotions.set('p-1', published(commit, at));
    await settle(world);
    expect(await world.stateOf('staging')).toMatchObject({
      origin: { kind: 'promotion', promotionId: 'p-1', commit },
      history: [
        { version: '2.3.5', promotionId: 'p-1', succeeded: true },
        { version: '2.3.0' },
      ],
    });
  });

  it.each<
    [string, string, (commit: string, at: string) => Promotion | undefined]
  >([
    ['a promotion that there is not', 'deployment', () => undefined],
    [
      'a promotion of another component',
      'deployment',
      (commit, at) =>
        published(commit, at, { componentRef: 'component:default/search' }),
    ],
    [
      'a promotion into another environment',
      'deployment',
      (commit, at) => published(commit, at, { to: 'canary' }),
    ],
    [
      'a promotion that published another commit',
      'deployment',
      (_, at) => published('a'.repeat(40), at),
    ],
    [
      'a promotion that never went that way',
      'revert',
      (commit, at) => published(commit, at),
    ],
  ])(
    'shows a push by hand as outside when its trailer names %s',
    async (_, direction, named) => {
      const world = await setUp();
      await world.observer.observeAll();
      const commit = pushAs(
        world,
        '2.3.5',
        `Promotion-Direction: ${direction}`,
      );
      const promotion = named(commit, world.clock.timestamp);
      if (promotion) world.promotions.set('p-1', promotion);
      await settle(world);
      expect((await world.stateOf('staging')).origin).toMatchObject({
        kind: 'outside',
        commit,
        author: 'Bot',
      });
    },
  );

  it('names the commit that took a promotion back by hand, even when no look came between', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    world.clock.advance(1_000);
    const ours = pushAs(world, '2.3.5', 'Promotion-Direction: deployment');
    world.promotions.set('p-1', published(ours, world.clock.timestamp));
    world.clock.advance(1_000);
    const theirs = world.repository.push(
      pathOf(staging),
      kustomization('2.3.0'),
      'Grace',
      { message: 'Revert "Promote"' },
    );
    await settle(world);
    const { origin, desired } = await world.stateOf('staging');
    expect(desired?.version).toBe('2.3.0');
    expect(origin).toEqual({
      kind: 'outside',
      commit: theirs,
      author: 'Grace',
      message: 'Revert "Promote"',
      url: expect.any(String),
    });
    const calls = world.repository.calls.length;
    world.repository.push('README.md', 'hello', 'Ann');
    await world.observer.observeAll();
    expect(world.repository.calls.slice(calls)).not.toContain('listRevisions');
  });

  it('reads files only when the head moved, and history only when an image did', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    const since = world.repository.calls.length;
    await world.observer.observeAll();
    expect(world.repository.calls.slice(since)).toEqual(['readHead']);
    world.repository.push('README.md', 'hello', 'Ann');
    await world.observer.observeAll();
    const after = world.repository.calls.slice(since + 1);
    expect(after).toEqual(['readHead', 'readFile', 'readFile']);
  });

  it('asks the deployment tool once a round, whatever the number of environments', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    expect(
      world.deployments.calls.filter(call => call === 'readApplications'),
    ).toHaveLength(1);
  });

  it('forgets nothing while sources are away, says since when, and vouches for nothing', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    const before = await world.stateOf('dev');
    world.repository.down = true;
    world.deployments.down = true;
    world.clock.advance(60_000);
    const since = world.clock.timestamp;
    await world.observer.observeAll();
    world.clock.advance(60_000);
    await world.observer.observeAll();
    const away = await world.stateOf('dev');
    expect(away).toMatchObject({
      desired: before.desired,
      live: before.live,
      since: before.since,
      history: before.history,
      healthySince: before.healthySince,
      observedAt: before.observedAt,
      sync: 'unknown',
      health: 'unknown',
      problems: [
        { source: 'repository', kind: 'outage', since },
        { source: 'application', kind: 'outage', since },
      ],
    });
    world.repository.down = false;
    world.deployments.down = false;
    await world.observer.observeAll();
    const back = await world.stateOf('dev');
    expect(back.problems).toEqual([]);
    expect(back).toMatchObject({
      health: 'healthy',
      since: before.since,
      changedAt: before.changedAt,
    });
  });

  it('says why the deployment tool did not start, whatever is wrong with the repository', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    world.repository.down = true;
    const reason =
      'The Argo CD module did not start: ARGOCD_PASSWORD is missing.';
    await world.restart(new UnavailableDeployments(reason)).observeAll();
    const { problems } = await world.stateOf('dev');
    expect(problems).toMatchObject([
      { source: 'repository', kind: 'outage' },
      { source: 'application', kind: 'outage', message: reason },
    ]);
  });

  it('goes on seeing what runs while the repository is away', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    world.repository.down = true;
    world.clock.advance(HOUR);
    await world.observer.observeAll();
    expect(await world.stateOf('dev')).toMatchObject({
      health: 'healthy',
      observedAt: world.clock.timestamp,
      problems: [{ source: 'repository', kind: 'outage' }],
    });
  });

  it('tells nothing of an application that deploys another file but that it does', async () => {
    const world = await setUp();
    const [target] = dev.targets;
    if (!target) throw new Error('dev has no target');
    const manifest = { ...target.manifest, path: pathOf(staging) };
    const moved = { ...dev, targets: [{ ...target, manifest }] };
    world.environments.dev = { ok: true, environment: moved };
    await world.observer.observeAll();
    const state = await world.stateOf('dev');
    expect(state).toMatchObject({
      health: 'unknown',
      sync: 'unknown',
      problems: [
        {
          source: 'application',
          kind: 'setup',
          code: 'application-tracks-other-source',
          message: expect.stringContaining(pathOf(staging)),
        },
      ],
    });
    expect(state.live).toBeUndefined();
  });

  it('tells a rollout that does not become healthy apart from one that succeeded', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    world.deployments.setUnhealthy('2.3.1');
    world.repository.push(pathOf(staging), kustomization('2.3.1'), 'Ann');
    await settle(world);
    const state = await world.stateOf('staging');
    expect(state.health).not.toBe('healthy');
    expect(state.history[0]?.succeeded && state.history[0].version).not.toBe(
      '2.3.1',
    );
  });

  it('says what is wrong with a manifest that names nothing, by its path', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    world.repository.push(pathOf(dev), 'resources: [../../base]\n', 'Ann');
    await world.observer.observeAll();
    const state = await world.stateOf('dev');
    expect(state.desired).toBeUndefined();
    expect(state.problems).toMatchObject([
      {
        source: 'repository',
        kind: 'setup',
        code: 'manifest',
        message: expect.stringContaining(pathOf(dev)),
      },
    ]);
    expect(state.live?.version).toBe('2.4.0');
  });

  it('takes version and commit from the build record', async () => {
    const world = await setUp();
    world.evidence.push({
      evidenceId: 'e',
      kind: 'build',
      subject: { type: 'release', componentRef },
      facts: {
        kind: 'build',
        images: [
          { name: image, tag: '2.4.0', digest: fakeDigest(image, '2.4.0') },
        ],
        repository: 'acme/checkout',
        commit: 'abcdef1',
        version: 'v2.4',
      },
      producer: 'external:ci',
      tier: 'machine',
      observedAt: '2026-09-01T10:00:00.000Z',
      receivedAt: '2026-09-01T10:00:00.000Z',
    });
    await world.observer.observeAll();
    expect((await world.stateOf('dev')).desired).toMatchObject({
      version: 'v2.4',
      commit: 'abcdef1',
      repository: 'acme/checkout',
    });
  });

  it('goes on after a restart without taking anything for a change', async () => {
    const world = await setUp();
    await world.observer.observeAll();
    const before = await world.stateOf('dev');
    world.changed.length = 0;
    await world.restart().observeAll();
    expect(world.changed).toEqual([]);
    expect(await world.stateOf('dev')).toEqual(before);
  });
});
