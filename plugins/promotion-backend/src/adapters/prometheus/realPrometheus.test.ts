// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ResolvedEnvironment } from 'backstage-plugin-promotion-common';
import { gateRulesSchema } from 'backstage-plugin-promotion-common/rules';
import { evidenceProviderContract } from 'backstage-plugin-promotion-node/testUtils';
import { PrometheusEvidenceProvider } from './PrometheusEvidenceProvider';
import { defaultTemplates } from './queries';
import { collectRequest } from './__testUtils__/collectRequest';
import {
  counterSamples,
  hasPrometheus,
  startPrometheus,
} from './__testUtils__/startPrometheus';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
const fromMs = nowMs - 6 * HOUR_MS;
const now = new Date(nowMs).toISOString();
const request = collectRequest({
  now,
  since: new Date(nowMs - 4 * HOUR_MS).toISOString(),
});

const canary = 'component="checkout",environment="canary",code="200"';
const samples = [
  '# TYPE http_requests counter',
  counterSamples(canary, { fromMs, toMs: nowMs, perMinute: 600 }),
  counterSamples('component="checkout",environment="canary",code="503"', {
    fromMs,
    toMs: nowMs,
    perMinute: 3,
  }),
  counterSamples('component="checkout",environment="production",code="200"', {
    fromMs,
    toMs: nowMs,
    perMinute: 2_400,
  }),
  counterSamples('component="quiet",environment="canary",code="200"', {
    fromMs,
    toMs: nowMs,
    perMinute: 0,
  }),
  counterSamples('component="flawless",environment="canary",code="200"', {
    fromMs,
    toMs: nowMs,
    perMinute: 60,
  }),
  counterSamples('component="gone",environment="canary",code="200"', {
    fromMs,
    toMs: nowMs - HOUR_MS,
    perMinute: 60,
  }),
  ...['200', '500'].map(status =>
    counterSamples(
      `component="otherlabel",environment="canary",status="${status}"`,
      { fromMs, toMs: nowMs, perMinute: 60 },
    ),
  ),
  ...['code="200"', 'status="500"'].map(label =>
    counterSamples(`component="mixed",environment="canary",${label}`, {
      fromMs,
      toMs: nowMs,
      perMinute: 60,
    }),
  ),
  ...['OK', 'Internal'].map(code =>
    counterSamples(`component="grpc",environment="canary",code="${code}"`, {
      fromMs,
      toMs: nowMs,
      perMinute: 60,
    }),
  ),
  counterSamples('component="failing",environment="canary",code="503"', {
    fromMs,
    toMs: nowMs,
    perMinute: 7,
  }),
  ...[
    ['canary', 120],
    ['production', 880],
    ['staging', 20_000],
  ].map(([environment, perMinute]) =>
    counterSamples(
      `component="loaded",environment="${environment}",code="200"`,
      { fromMs, toMs: nowMs, perMinute: Number(perMinute) },
    ),
  ),
  '# EOF\n',
].join('\n');

const about = (component: string) => {
  const labelled = (place: ResolvedEnvironment) => ({
    ...place,
    labels: { component, environment: place.environment },
  });
  return {
    ...request,
    environment: labelled(request.environment),
    others: request.others.map(labelled),
  };
};

(hasPrometheus() ? describe : describe.skip)('a real Prometheus', () => {
  let server: Awaited<ReturnType<typeof startPrometheus>>;
  const context = { signal: new AbortController().signal };
  beforeAll(async () => {
    server = await startPrometheus(samples);
  }, 60_000);
  afterAll(() => server.stop());

  const providerFor = (queries = defaultTemplates) =>
    new PrometheusEvidenceProvider({ url: server.url, queries });

  evidenceProviderContract('Prometheus', async () => {
    let answered = about('checkout');
    let url = server.url;
    return {
      get provider() {
        return new PrometheusEvidenceProvider({
          url,
          queries: defaultTemplates,
        });
      },
      get request() {
        return answered;
      },
      haveData: async () => {
        answered = about('checkout');
      },
      haveNothing: async () => {
        answered = about('nobody');
      },
      goDown: async () => {
        url = 'http://127.0.0.1:9';
      },
      stop: async () => {},
    };
  });

  it('counts requests, failures and the share of traffic', async () => {
    const [slo, budget, canaryFigures] = await providerFor().collect(
      about('checkout'),
      context,
    );
    expect(slo?.facts).toMatchObject({ kind: 'slo', windowMs: 4 * HOUR_MS });
    const figures = slo?.facts?.kind === 'slo' ? slo.facts : undefined;
    expect(Number(figures?.requests)).toBeCloseTo(603 * 240, -3);
    expect(Number(figures?.failures) / Number(figures?.requests)).toBeCloseTo(
      3 / 603,
      5,
    );
    expect(budget?.facts).toMatchObject({
      kind: 'error-budget',
      consumed: expect.stringMatching(/^49\.75/),
    });
    const share =
      canaryFigures?.facts?.kind === 'canary'
        ? Number(canaryFigures.facts.trafficShare)
        : 0;
    expect(share).toBeCloseTo((100 * 603) / 3_003, 3);
  });

  it('takes an absent error series beside requests for no failures', async () => {
    const [slo] = await providerFor().collect(about('flawless'), context);
    expect(slo?.facts).toMatchObject({ kind: 'slo', failures: '0' });
  });

  it.each(['otherlabel', 'mixed', 'grpc'])(
    'says errored about %s, whose failures no series tells, naming label and key',
    async component => {
      const collected = await providerFor().collect(about(component), context);
      const [slo, budget] = collected;
      for (const each of [slo, budget]) {
        expect(each?.facts).toBeUndefined();
        expect(each?.problem).toEqual({
          code: 'errored',
          message: expect.stringMatching(
            /label code.*promotion\.prometheus\.queries\.failures/,
          ),
        });
      }
    },
  );

  it('takes nothing for none where the query of failures says so itself', async () => {
    const failures =
      'sum(increase(http_errors_total{$labels}[$window])) or vector(0)';
    const silent = 'sum(increase(http_errors_total{$labels}[$window]))';
    const ask = async (query: string) =>
      (
        await providerFor({ ...defaultTemplates, failures: query }).collect(
          about('flawless'),
          context,
        )
      )[0];
    expect((await ask(failures))?.facts).toMatchObject({ failures: '0' });
    expect((await ask(silent))?.problem?.message).toMatch(/or vector\(0\)/);
  });

  it('counts a service that only fails as one that only fails', async () => {
    const [slo] = await providerFor().collect(about('failing'), context);
    const facts = slo?.facts?.kind === 'slo' ? slo.facts : undefined;
    expect(Number(facts?.failures)).toBeCloseTo(Number(facts?.requests), 4);
  });

  it('takes the share of traffic among the ends of the path, or those that the rules name', async () => {
    const share = async (trafficAmong?: string[]) => {
      const gate = gateRulesSchema.parse({
        kind: 'canary',
        minTrafficShare: '10%',
        minDuration: '1h',
        minSuccessRate: '99%',
        ...(trafficAmong && { trafficAmong }),
      });
      const [canaryFigures] = await providerFor().collect(
        { ...about('loaded'), gates: [gate] },
        context,
      );
      const { facts, problem } = canaryFigures ?? {};
      return facts?.kind === 'canary' ? Number(facts.trafficShare) : problem;
    };
    expect(await share()).toBeCloseTo(12, 2);
    expect(await share(['canary', 'staging'])).toBeCloseTo(
      (100 * 120) / 20_120,
      2,
    );
    expect(await share(['canary', 'moon'])).toEqual({
      code: 'errored',
      message: expect.stringContaining('moon is not configured'),
    });
  });

  it.each([
    ['nobody', /has no requests/],
    ['quiet', /no traffic/],
    ['gone', /has ended/],
    ['check"out\\', /has no requests/],
  ])('says no-data about %s', async (component, message) => {
    const [slo] = await providerFor().collect(about(component), context);
    expect(slo).toMatchObject({
      problem: { code: 'no-data', message: expect.stringMatching(message) },
    });
    expect(slo?.facts).toBeUndefined();
  });

  it.each([
    [
      'gives several series',
      'sum by (code) (increase(http_requests_total{$labels}[$window]))',
      /2 series where one is needed/,
    ],
    [
      'is no PromQL',
      'sum(increase(http_requests_total{$labels}[$window])',
      /400, bad_data/,
    ],
    ['gives infinity', 'sum(http_requests_total{$labels}) / 0', /\+Inf/],
    ['gives a range', 'http_requests_total{$labels}[5m]', /matrix/],
  ])('says errored when a query %s', async (_title, requests, message) => {
    const [slo] = await providerFor({ ...defaultTemplates, requests }).collect(
      about('checkout'),
      context,
    );
    expect(slo).toMatchObject({
      problem: { code: 'errored', message: expect.stringMatching(message) },
    });
  });

  it('takes a share of nothing, which is NaN, for no data', async () => {
    const [slo] = await providerFor({
      ...defaultTemplates,
      requests: 'sum(http_requests_total{$labels}) * 0 / 0',
    }).collect(about('checkout'), context);
    expect(slo?.problem?.code).toBe('no-data');
  });
});
