// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { EvidenceFacts, evidenceFactsSchema } from './Evidence';
import { entityRefSchema, timestampSchema } from './scalars';

const slo = { kind: 'slo', windowMs: 60_000 };
const budget = { kind: 'error-budget', windowMs: 1, requests: '9' };
const canary = { kind: 'canary', requests: '9', failures: '0', durationMs: 1 };

describe('facts', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'a consumed budget below zero',
      { ...budget, consumed: '-500', objective: '99' },
    ],
    [
      'an objective above 100%',
      { ...budget, consumed: '1', objective: '100.1' },
    ],
    [
      'a latency below zero',
      { kind: 'performance', requests: 1, p95LatencyMs: '-1' },
    ],
    [
      'a p99 below the p95',
      {
        kind: 'performance',
        requests: 1,
        p95LatencyMs: '9',
        p99LatencyMs: '8',
      },
    ],
    ['a share above 100%', { ...canary, trafficShare: '4000' }],
    ['a share below zero', { ...canary, trafficShare: '-1' }],
    ['more failures than requests', { ...slo, requests: '10', failures: '11' }],
    ['failures below zero', { ...slo, requests: '10', failures: '-1' }],
    [
      'more failed than executed tests',
      { kind: 'tests', suite: 'unit', executed: 1, failed: 2 },
    ],
    [
      'more covered lines than there are',
      { kind: 'coverage', covered: 5, valid: 4 },
    ],
    ['negative counts', { kind: 'coverage', covered: -1, valid: 4 }],
    ['figures that are none', { ...slo, requests: 'many', failures: '1' }],
  ])('with %s are refused', (_, facts) => {
    expect(evidenceFactsSchema.safeParse(facts).success).toBe(false);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'failures that are rounded a little above the requests',
      { ...slo, requests: '10', failures: '10.000001' },
    ],
    [
      'a share that is rounded a little above 100%',
      { ...canary, trafficShare: '100.000001' },
    ],
    ['an overspent budget', { ...budget, consumed: '340', objective: '99' }],
    ['no requests', { ...slo, requests: '0', failures: '0' }],
  ])('with %s are taken', (_, facts) => {
    const taken: EvidenceFacts = evidenceFactsSchema.parse(facts);
    expect(taken).toMatchObject(facts);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-09-01T12:00:00+02:00', '2026-09-01T10:00:00.000Z'],
    ['2026-09-01T10:00:00.5+00:00', '2026-09-01T10:00:00.500Z'],
    ['2026-09-01T10:00:00Z', '2026-09-01T10:00:00Z'],
  ])('%s is kept as %s', (given, kept) => {
    expect(timestampSchema.parse(given)).toBe(kept);
  });

  it.each(['2026-09-01', '2026-09-01T10:00', '9999-12-31T23:59:59-05:00', ''])(
    '%s is refused',
    given => {
      expect(timestampSchema.safeParse(given).success).toBe(false);
    },
  );
});

describe('an entity reference', () => {
  it('is kept in lower case, as the catalog does not tell capitals apart', () => {
    expect(entityRefSchema.parse('Component:default/Checkout')).toBe(
      'component:default/checkout',
    );
    expect(entityRefSchema.safeParse('checkout').success).toBe(false);
  });
});
