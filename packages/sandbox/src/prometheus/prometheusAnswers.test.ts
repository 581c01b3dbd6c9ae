// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { startForTest } from '../__testUtils__/startForTest';
import { Sandbox } from '../Sandbox';
import { VirtualClock } from '../SandboxClock';

const clock = new VirtualClock();
const CANARY = { component: 'payments', environment: 'canary' };
const of = (labels: string) => `http_requests_total{${labels}}`;
const BOTH = 'component="payments",environment="canary"';

let sandbox: Sandbox;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, stop } = await startForTest({ clock }));
  const from = clock.now() - 3_600_000;
  sandbox.metrics.set(CANARY, {
    requestsPerSecond: 10,
    errorRatio: 0.01,
    from,
  });
  sandbox.metrics.set(
    { component: 'payments', environment: 'production' },
    { requestsPerSecond: 30, errorRatio: 0, from },
  );
});
afterAll(() => stop());

async function ask(
  query: string,
  options: { method?: 'GET' | 'POST'; time?: string } = {},
) {
  const fields = new URLSearchParams({
    query,
    ...(options.time ? { time: options.time } : {}),
  });
  const url = `${sandbox.prometheusUrl}/api/v1/query`;
  const answer =
    options.method === 'POST'
      ? await fetch(url, { method: 'POST', body: fields })
      : await fetch(`${url}?${fields}`);
  return { status: answer.status, json: await answer.json() };
}

it.each([
  ['total requests', `sum(increase(${of(BOTH)}[300s]))`, ['3000']],
  ['errors', `sum(increase(${of(`${BOTH},code=~"5.."`)}[300s]))`, ['30']],
  [
    'errors where there never was one',
    `sum(increase(${of(
      'component="payments",environment="production",code=~"5.."',
    )}[300s]))`,
    [],
  ],
  [
    'an unknown component',
    `sum(increase(${of('component="nobody",environment="canary"')}[300s]))`,
    [],
  ],
  [
    'requests that carry a status code, which are all',
    `sum(increase(${of(`${BOTH},code=~"[1-5].."`)}[300s]))`,
    ['3000'],
  ],
  [
    'a window longer than the series',
    `sum(increase(${of(BOTH)}[2592000s]))`,
    ['36000'],
  ],
])('answers %s as text in a vector', async (_title, query, values) => {
  for (const method of ['GET', 'POST'] as const) {
    const { status, json } = await ask(query, { method });
    expect(status).toBe(200);
    expect(json).toEqual({
      status: 'success',
      data: {
        resultType: 'vector',
        result: values.map(value => ({
          metric: {},
          value: [clock.now() / 1000, value],
        })),
      },
    });
  }
});

it('answers for another moment, in seconds or as RFC 3339', async () => {
  const query = `sum(increase(${of(BOTH)}[300s]))`;
  const early = clock.now() / 1000 - 3_500;
  expect(
    (await ask(query, { time: String(early) })).json.data.result[0].value,
  ).toEqual([early, '1000']);
  const before = await ask(query, { time: '2026-09-01T10:00:00Z' });
  expect(before.json.data.result).toEqual([]);
});

it.each([
  `sum(rate(${of(BOTH)}[300s]))`,
  `sum(increase(${of('environment="canary",component="payments"')}[300s]))`,
  `sum(increase(${of(BOTH)}[300s])) `,
  'up',
])('answers 422 to %s', async query => {
  const { status, json } = await ask(query);
  expect(status).toBe(422);
  expect(json).toMatchObject({ status: 'error', errorType: 'execution' });
});

it('answers 400 without a query and to a time it cannot read', async () => {
  expect(await ask('')).toMatchObject({
    status: 400,
    json: { errorType: 'bad_data' },
  });
  expect(await ask('up', { time: 'yesterday' })).toMatchObject({
    status: 400,
    json: { errorType: 'bad_data' },
  });
});

it('lets samples grow old when nobody scrapes, until the series is gone', async () => {
  const query = `time() - max(timestamp(${of(BOTH)}))`;
  const age = async () => (await ask(query)).json.data.result[0]?.value[1];
  await clock.advance(5_000);
  expect(await age()).toBe('5');
  sandbox.metrics.setScraped(CANARY, false);
  await clock.advance(120_000);
  expect(await age()).toBe('125');
  await clock.advance(200_000);
  expect(await age()).toBeUndefined();
  sandbox.metrics.setScraped(CANARY, true);
});

it('can be down', async () => {
  sandbox.faults.prometheus.add({
    name: 'down',
    effect: { kind: 'answer', status: 503, body: 'Service Unavailable' },
  });
  expect((await fetch(`${sandbox.prometheusUrl}/-/healthy`)).status).toBe(503);
  sandbox.faults.prometheus.clear('down');
  expect((await fetch(`${sandbox.prometheusUrl}/-/healthy`)).status).toBe(200);
});
