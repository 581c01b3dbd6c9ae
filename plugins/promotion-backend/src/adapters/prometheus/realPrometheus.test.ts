// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

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
  '# EOF\n',
].join('\n');

const about = (component: string) => ({
  ...request,
  environment: {
    ...request.environment,
    labels: { component, environment: 'canary' },
  },
});

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
