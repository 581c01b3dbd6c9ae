// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  evidenceFactsSchema,
  evidenceSubjectSchema,
} from 'backstage-plugin-promotion-common/model';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { startForTest } from '../__testUtils__/startForTest';
import { Sandbox } from '../Sandbox';
import { VirtualClock } from '../SandboxClock';
import { startSandbox } from '../startSandbox';
import { DEMO_ENVIRONMENTS, currentVersion } from './DemoService';
import { DEMO_SERVICES } from './demoServices';
import { EvidenceBody } from './evidence';

/** A backend that takes evidence, starting late; a body is taken once per key. */
interface Receiver {
  readonly server: Server;
  readonly url: string;
  readonly bodies: Map<string, EvidenceBody>;
  readonly tokens: Set<string | undefined>;
  away: boolean;
}

async function startReceiver(): Promise<Receiver> {
  const bodies = new Map<string, EvidenceBody>();
  const tokens = new Set<string | undefined>();
  const receiver = { bodies, tokens, away: true };
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      if (receiver.away) {
        response.writeHead(503).end('starting');
        return;
      }
      tokens.add(request.headers.authorization);
      bodies.set(
        String(request.headers['idempotency-key']),
        JSON.parse(Buffer.concat(chunks).toString()),
      );
      response.writeHead(201).end('{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(receiver, { server, url });
}

const clock = new VirtualClock();
let receiver: Receiver;
let sandbox: Sandbox;
let dataDir: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  receiver = await startReceiver();
  ({ sandbox, dataDir, stop } = await startForTest({
    clock,
    seed: 'demo',
    evidence: { backendUrl: receiver.url, token: 'demo-evidence-token' },
  }));
}, 60_000);
afterAll(async () => {
  await stop();
  receiver.server.closeAllConnections();
  receiver.server.close();
});

async function control(action: string, input: Record<string, unknown> = {}) {
  const answer = await fetch(`${sandbox.url}/control/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: answer.status, json: await answer.json() };
}

const appOf = (name: string) => sandbox.argocd.controller.find(name);

it('seeds each service in all four environments, synced and healthy for at least a day', async () => {
  await clock.advance(60_000);
  for (const service of DEMO_SERVICES) {
    for (const environment of DEMO_ENVIRONMENTS) {
      const app = appOf(`${service.name}-${environment}`);
      expect(app?.sync.status).toBe('Synced');
      expect(app?.health.status).toBe('Healthy');
      expect(clock.now() - (app?.health.since ?? 0)).toBeGreaterThan(
        24 * 3_600_000,
      );
      expect(JSON.stringify(app?.live)).toContain(
        `:${currentVersion(service, environment)}@sha256:`,
      );
      expect(app?.operation).toBeUndefined();
    }
  }
});

it('has a history that agrees with the commits', async () => {
  const repository = sandbox.git.repository('acme/gitops');
  for (const app of sandbox.argocd.controller.list()) {
    for (const entry of app.history) {
      const commit = await repository.commit(entry.revision);
      expect(commit?.message).toMatch(
        new RegExp(
          `^Deploy \\S+ \\S+ to ${app.definition.labels?.environment}$`,
        ),
      );
      const lagMs = entry.deployedAt - Date.parse(commit?.author.date ?? '');
      expect(lagMs).toBeGreaterThan(0);
      expect(lagMs).toBeLessThan(180_000);
    }
  }
  const dates = (
    await repository.log({ from: 'refs/heads/main', max: 200 })
  ).map(one => one.author.date);
  expect([...dates].sort().reverse()).toEqual(dates);
});

it('waits for the backend, then sends what its schema takes, each thing once', async () => {
  expect(receiver.bodies.size).toBe(0);
  receiver.away = false;
  await clock.advance(3_000);
  const bodies = [...receiver.bodies.values()];
  bodies.forEach(body => {
    evidenceSubjectSchema.parse(body.subject);
    evidenceFactsSchema.parse(body.facts);
  });
  expect([...receiver.tokens]).toEqual(['Bearer demo-evidence-token']);
  const kinds = new Set(bodies.map(body => body.facts.kind));
  expect([...kinds].sort()).toEqual(
    [
      'alerts',
      'build',
      'code-quality',
      'coverage',
      'performance',
      'tests',
      'vulnerabilities',
    ].sort(),
  );
  expect(JSON.stringify(bodies)).not.toContain('component:default/reports');
  const before = receiver.bodies.size;
  await clock.advance(60_000);
  // Only the alerts of six services in four environments are said again.
  expect(receiver.bodies.size - before).toBe(24);
});

it('names commits that exist in the sources', async () => {
  const builds = [...receiver.bodies.values()].filter(
    body => body.facts.kind === 'build',
  );
  for (const { facts } of builds) {
    const name = String(facts.repository).replace(`${sandbox.url}/`, '');
    expect(
      (
        await sandbox.git.repository(name).text(String(facts.commit), 'VERSION')
      )?.trim(),
    ).toBe(facts.version);
  }
});

it('lets the notifier degrade in staging only', async () => {
  expect(
    (
      await control('push', {
        component: 'notifier',
        environment: 'staging',
        version: '3.3.0',
      })
    ).status,
  ).toBe(200);
  await clock.advance(60_000);
  expect(appOf('notifier-staging')?.health.status).toBe('Degraded');
  expect(appOf('notifier-dev')?.health.status).toBe('Healthy');
});

it('pulls plugs and puts them back', async () => {
  const reads = async () => [
    (await fetch(`${sandbox.githubApiUrl}/rate_limit`)).status,
    (await fetch(`${sandbox.argocdUrl}/api/version`)).status,
    (await fetch(`${sandbox.prometheusUrl}/-/healthy`)).status,
  ];
  for (const service of ['github', 'argocd', 'prometheus']) {
    await control(`${service}-down`);
  }
  expect(await reads()).toEqual([503, 503, 503]);
  for (const service of ['github', 'argocd', 'prometheus']) {
    await control(`${service}-up`);
  }
  expect(await reads()).toEqual([200, 200, 200]);
});

it('makes pods unhealthy and heals them', async () => {
  const place = { component: 'search', environment: 'canary' };
  await control('pods-unhealthy', place);
  await clock.advance(10_000);
  expect(appOf('search-canary')?.health.status).toBe('Degraded');
  await control('pods-healthy', place);
  await clock.advance(1_000);
  expect(appOf('search-canary')?.health.status).toBe('Healthy');
});

it('tells the backend of an alert at once, and of its end', async () => {
  const alerts = () =>
    [...receiver.bodies.values()].filter(
      body =>
        body.facts.kind === 'alerts' &&
        body.subject.componentRef === 'component:default/payments' &&
        body.subject.environment === 'production',
    );
  await control('fire-alert', {
    component: 'payments',
    environment: 'production',
    alert: 'CardsDeclined',
  });
  await clock.advance(3_000);
  expect(alerts().pop()?.facts.critical).toEqual(['CardsDeclined']);
  await control('resolve-alert', {
    component: 'payments',
    environment: 'production',
    alert: 'CardsDeclined',
  });
  await clock.advance(3_000);
  expect(alerts().pop()?.facts.critical).toEqual([]);
});

it('sends good evidence about what was blocked, and the first about what was silent', async () => {
  const latest = (component: string, kind: string) =>
    [...receiver.bodies.values()]
      .filter(
        body =>
          body.subject.componentRef === `component:default/${component}` &&
          body.facts.kind === kind,
      )
      .pop()?.facts;
  expect(latest('recommendations', 'coverage')).toMatchObject({
    covered: 7_800,
    valid: 10_000,
  });
  await control('send-evidence', { component: 'recommendations' });
  await control('send-evidence', { component: 'reports' });
  await clock.advance(3_000);
  expect(latest('recommendations', 'coverage')).toMatchObject({
    covered: 9_120,
  });
  expect(latest('recommendations', 'vulnerabilities')).toMatchObject({
    high: 0,
  });
  expect(latest('reports', 'build')).toMatchObject({ version: '1.1.0' });
  expect(latest('reports', 'alerts')).toEqual({ kind: 'alerts', critical: [] });
});

it('says what it does not know', async () => {
  expect((await control('explode')).status).toBe(404);
  expect(
    (await control('push', { component: 'nobody', environment: 'dev' })).status,
  ).toBe(400);
  const form = await fetch(`${sandbox.url}/control/reset`, {
    method: 'POST',
    body: 'x',
  });
  expect(form.status).toBe(415);
});

it.each([
  ['/', 'Sandbox'],
  ['/acme/gitops', 'Deploy notifier 3.3.0 to staging by hand'],
  ['/acme/gitops/commit/main', 'newTag: &quot;3.3.0&quot;'],
  [
    '/acme/gitops/blob/main/services/checkout/base/service.yaml',
    'kind: Service',
  ],
  ['/acme/checkout', 'One-page checkout'],
])('shows people %s', async (path, text) => {
  const answer = await fetch(`${sandbox.url}${path}`);
  expect(answer.status).toBe(200);
  const html = await answer.text();
  expect(html).toContain(text);
  expect(html.toLowerCase()).toContain('sandbox');
});

it('starts over while running, and keeps its past over a restart', async () => {
  await control('arm-competing-push', {
    component: 'search',
    environment: 'dev',
  });
  expect((await control('reset')).status).toBe(200);
  expect(sandbox.github.faults.armedPushes()).toBe(0);
  await clock.advance(30_000);
  expect(appOf('notifier-staging')?.health.status).toBe('Healthy');
  const state = async (url: string) =>
    (await fetch(`${url}/control/state`)).json();
  const before = await state(sandbox.url);
  await sandbox.stop();
  const again = await startSandbox({ dataDir, clock, seed: 'demo' });
  const after = await state(again.url);
  expect(after.commits).toEqual(before.commits);
  expect(after.applications).toEqual(before.applications);
  await again.stop();
}, 60_000);
