// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { buildQueries, defaultTemplates, toWindowSeconds } from './queries';

const labels = { component: 'checkout', environment: 'canary' };

describe('the default queries', () => {
  it('are these texts, which the sandbox answers and nothing else', () => {
    expect(
      buildQueries({ labels, environment: 'canary', seconds: 86_400 }),
    ).toEqual({
      requests:
        'sum(increase(http_requests_total{component="checkout",environment="canary"}[86400s]))',
      failures:
        'sum(increase(http_requests_total{component="checkout",environment="canary",code=~"5.."}[86400s]))',
      labelled: {
        label: 'code',
        query:
          'sum(increase(http_requests_total{component="checkout",environment="canary",code=~"[1-5].."}[86400s]))',
      },
      sampleAge:
        'time() - max(timestamp(http_requests_total{component="checkout",environment="canary"}))',
    });
  });

  it('leave out of the whole whatever label names the environment', () => {
    const { trafficShare } = buildQueries(
      {
        labels: { app: 'checkout', stage: 'prod-canary' },
        environment: 'prod-canary',
        seconds: 60,
      },
      {
        ...defaultTemplates,
        trafficShare: '100 * sum(hits{$labels}) / sum(hits{$shared})',
      },
    );
    expect(trafficShare).toBe(
      '100 * sum(hits{app="checkout",stage="prod-canary"}) / sum(hits{app="checkout"})',
    );
  });

  it.each([
    ['a quote', 'a"b', 'a\\"b'],
    ['a backslash', 'a\\b', 'a\\\\b'],
    ['a line break', 'a\nb', 'a\\nb'],
    ['what looks like a placeholder', '$window', '$window'],
    ['a closing brace', '"} or vector(1) #', '\\"} or vector(1) #'],
  ])('escape %s in a label', (_title, value, escaped) => {
    const { sampleAge } = buildQueries({
      labels: { component: value },
      environment: 'dev',
      seconds: 60,
    });
    expect(sampleAge).toBe(
      `time() - max(timestamp(http_requests_total{component="${escaped}"}))`,
    );
  });
});

describe('the query that shows whether failures can be told', () => {
  it.each([
    ['sum(x{$labels,code=~"5.."}[$window])', 'x{app="a",code=~"[1-5].."}'],
    ['sum(x{$labels, status="500"}[$window])', 'x{app="a", status=~"[1-5].."}'],
    ['sum(x{$labels,result="error"}[$window])', 'x{app="a",result!=""}'],
    ['sum(errors{$labels}[$window])', undefined],
    ['sum(x{$labels,code!="200"}[$window])', undefined],
  ])('of %s asks %s', (failures, expected) => {
    const { labelled } = buildQueries(
      { labels: { app: 'a' }, environment: 'dev', seconds: 60 },
      { ...defaultTemplates, failures },
    );
    expect(labelled?.query).toBe(expected && `sum(${expected}[60s])`);
  });
});

describe('a window', () => {
  it.each([
    [0, 0],
    [59_999, 0],
    [60_000, 60],
    [119_999, 60],
    [-5, 0],
    [86_400_000, 86_400],
  ])('of %d ms is asked for as %d s', (durationMs, seconds) => {
    expect(toWindowSeconds(durationMs)).toBe(seconds);
  });
});
