// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { questionOf } from 'backstage-plugin-promotion-common/gates';
import { gateRulesSchema } from 'backstage-plugin-promotion-common/rules';
import { evidenceProviderContract } from 'backstage-plugin-promotion-node/testUtils';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, VirtualClock } from 'promotion-sandbox';
import { PrometheusEvidenceProvider } from './PrometheusEvidenceProvider';
import { defaultTemplates, type PrometheusQueries } from './queries';
import { collectRequest } from './__testUtils__/collectRequest';

const HOUR_MS = 3_600_000;
const labels = { component: 'checkout', environment: 'canary' };

async function startWorld(queries: PrometheusQueries = defaultTemplates) {
  const dataDir = await mkdtemp(join(tmpdir(), 'promotion-metrics-'));
  const clock = new VirtualClock();
  const sandbox = await startSandbox({ dataDir, clock });
  const provider = new PrometheusEvidenceProvider({
    url: sandbox.prometheusUrl,
    webUrl: 'https://prometheus.test',
    queries,
  });
  const now = new Date(clock.now()).toISOString();
  const since = new Date(clock.now() - 25 * HOUR_MS).toISOString();
  return {
    sandbox,
    provider,
    request: collectRequest({ now, since }),
    now,
    haveData: async () => {
      const from = clock.now() - 48 * HOUR_MS;
      sandbox.metrics.set(labels, {
        requestsPerSecond: 10,
        errorRatio: 0.0005,
        from,
      });
      sandbox.metrics.set(
        { ...labels, environment: 'production' },
        { requestsPerSecond: 40, errorRatio: 0, from },
      );
    },
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

evidenceProviderContract('Prometheus, as the sandbox imitates it', async () => {
  const world = await startWorld();
  return {
    ...world,
    haveNothing: async () => {},
    goDown: async () => {
      world.sandbox.faults.prometheus.add({ effect: { kind: 'drop' } });
    },
  };
});

describe('what Prometheus is asked and what comes of it', () => {
  const context = { signal: new AbortController().signal };
  let world: Awaited<ReturnType<typeof startWorld>>;
  afterEach(() => world.stop());

  it('counts since the release is live, and links to the query', async () => {
    world = await startWorld();
    await world.haveData();
    const [slo, budget, canary] = await world.provider.collect(
      world.request,
      context,
    );
    expect(slo).toMatchObject({
      kind: 'slo',
      subject: 'environment',
      observedAt: world.now,
      facts: {
        requests: '900000',
        failures: expect.stringMatching(/^450/),
        windowMs: 25 * HOUR_MS,
      },
      url: expect.stringContaining('https://prometheus.test/graph?g0.expr=sum'),
    });
    expect(budget?.facts).toMatchObject({
      kind: 'error-budget',
      objective: '99',
      windowMs: 24 * HOUR_MS,
    });
    expect(canary?.facts).toMatchObject({
      kind: 'canary',
      trafficShare: '20',
      durationMs: 25 * HOUR_MS,
    });
  });

  it('measures each question of gates of one kind for itself, and the same one once', async () => {
    world = await startWorld();
    await world.haveData();
    const written = (rules: readonly Record<string, unknown>[]) =>
      rules.map(rule => gateRulesSchema.parse(rule));
    const slo = { kind: 'slo', minAvailability: '99%', maxErrorRate: '1%' };
    const budget = { kind: 'error-budget', maxConsumed: '50%', window: '90s' };
    const gates = written([
      slo,
      { ...slo, name: 'slo-hour', window: '1h' },
      { ...slo, name: 'slo-strict', window: '60m', minAvailability: '99.9%' },
      { ...budget, objective: '99%' },
      { ...budget, name: 'strict', objective: '99.9%' },
    ]);
    const collected = await world.provider.collect(
      { ...world.request, gates },
      context,
    );
    expect(
      collected.map(({ question, facts }) => ({ question, facts })),
    ).toMatchObject([
      { question: 'since it is live', facts: { windowMs: 25 * HOUR_MS } },
      { question: 'over 3600000 ms', facts: { windowMs: HOUR_MS } },
      {
        question: '99 % over 90000 ms',
        facts: { objective: '99', windowMs: 90_000 },
      },
      {
        question: '99.9 % over 90000 ms',
        facts: { objective: '99.9', windowMs: 90_000 },
      },
    ]);
    expect(new Set(collected.map(({ question }) => question))).toEqual(
      new Set(gates.map(questionOf)),
    );
  });

  it('takes no error series beside requests for no errors', async () => {
    world = await startWorld();
    await world.haveData();
    world.sandbox.metrics.clear();
    world.sandbox.metrics.set(labels, {
      requestsPerSecond: 1,
      errorRatio: 0,
      from: Date.parse(world.now) - 48 * HOUR_MS,
    });
    const [slo] = await world.provider.collect(world.request, context);
    expect(slo?.facts).toMatchObject({ failures: '0' });
  });

  it('says no-data for a release that is not live there', async () => {
    world = await startWorld();
    await world.haveData();
    const [slo, budget] = await world.provider.collect(
      collectRequest({ now: world.now }),
      context,
    );
    expect(slo?.problem).toEqual({
      code: 'no-data',
      message: expect.stringContaining('is not live in canary'),
    });
    expect(budget?.facts).toMatchObject({ kind: 'error-budget' });
  });

  it('says no-data once the series has ended', async () => {
    world = await startWorld();
    await world.haveData();
    world.sandbox.metrics.setScraped(labels, false);
    const later = new Date(Date.parse(world.now) + 600_000).toISOString();
    const collected = await world.provider.collect(
      { ...world.request, now: later },
      context,
    );
    expect(collected.map(({ problem }) => problem)).toEqual(
      collected.map(() => ({
        code: 'no-data',
        message: expect.stringContaining('has ended'),
      })),
    );
  });

  it('says errored, naming the query, when Prometheus does not understand it', async () => {
    world = await startWorld({
      ...defaultTemplates,
      requests: 'sum(rate(http_requests_total{$labels}[$window]))',
    });
    await world.haveData();
    const [slo] = await world.provider.collect(world.request, context);
    expect(slo?.problem).toEqual({
      code: 'errored',
      message: expect.stringMatching(/422.*sum\(rate/),
    });
  });

  it('asks the same query once', async () => {
    world = await startWorld();
    await world.haveData();
    const fetched = jest.spyOn(globalThis, 'fetch');
    await world.provider.collect(world.request, context);
    const queries = fetched.mock.calls.map(([, init]) => String(init?.body));
    fetched.mockRestore();
    expect(new Set(queries).size).toBe(queries.length);
  });
});
