// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  makeGateResult,
  makeObservation,
  makeReadiness,
  makeTally,
} from '../testing';
import type { Readiness } from '../model/Readiness';
import type { Observation } from './Progress';
import { sameObservation, sameReadiness, staysHealthy } from './materialOf';

const slo = (value: string, status: 'passed' | 'failed' = 'passed') =>
  makeGateResult({
    kind: 'slo',
    gateId: 'slo',
    status,
    measures: [{ label: 'Availability', value, limit: '99.5 %', status }],
    evidenceIds: [value],
    observedAt: '2026-03-02T09:59:00.000Z',
  });

const coverage = (value: string) =>
  makeGateResult({
    status: 'failed',
    measures: [{ label: 'Lines', value, limit: '80 %', status: 'failed' }],
  });

describe('what is material', () => {
  it.each<[string, Partial<Readiness>, Partial<Readiness>, boolean]>([
    [
      'the moment of judging',
      { evaluatedAt: '2026-03-02T09:00:00.000Z' },
      { evaluatedAt: '2026-03-02T10:00:00.000Z' },
      true,
    ],
    [
      'a figure of a running system',
      { gates: [slo('99.91 %')] },
      { gates: [slo('99.92 %')] },
      true,
    ],
    [
      'the words of a wait',
      { waits: [{ kind: 'slot', message: '1 min' }] },
      { waits: [{ kind: 'slot', message: '2 min' }] },
      true,
    ],
    [
      'a verdict',
      { gates: [slo('99.91 %')] },
      { gates: [slo('99.1 %', 'failed')] },
      false,
    ],
    [
      'a reported figure',
      { gates: [coverage('78 %')] },
      { gates: [coverage('79 %')] },
      false,
    ],
    [
      'a further wait',
      {},
      { waits: [{ kind: 'hold', message: 'Frozen.' }] },
      false,
    ],
    ['the bar', {}, { barred: true }, false],
    ['the quorum', {}, { tally: makeTally({ reached: false }) }, false],
    ['what was overridden', {}, { overridden: [{ kind: 'approval' }] }, false],
  ])('judges whether %s makes a new record', (_, before, after, same) => {
    expect(sameReadiness(makeReadiness(before), makeReadiness(after))).toBe(
      same,
    );
  });

  it('does not depend on the order in which an observation was written', () => {
    const seen = makeObservation({ health: 'Healthy' });
    const reversed = JSON.parse(
      JSON.stringify(seen, Object.keys(seen).reverse()),
    );
    expect(
      sameObservation(seen, {
        ...reversed,
        observedAt: '2026-03-02T10:00:00.000Z',
      }),
    ).toBe(true);
    expect(
      sameObservation(seen, { ...seen, message: 'One of two Pods is ready.' }),
    ).toBe(false);
  });

  const live = makeObservation({
    status: 'live',
    health: 'healthy',
    healthySince: '2026-03-02T10:00:00.000Z',
    message: 'The new image is live.',
  });
  it.each<[string, Partial<Observation>, boolean]>([
    ['looked at later', { observedAt: '2026-03-02T10:00:09.000Z' }, true],
    ['not live for as long as asked', { status: 'waiting' }, true],
    ['no longer healthy', { status: 'waiting', health: 'progressing' }, false],
    ['healthy anew', { healthySince: '2026-03-02T10:00:05.000Z' }, false],
    ['failed', { status: 'failed' }, false],
    ['overtaken', { status: 'superseded' }, false],
    ['another image', { images: ['registry.example/a:2'] }, false],
  ])(
    'takes what was live for unchanged only while it is: %s',
    (_, change, same) => {
      const after = makeObservation({
        ...live,
        message: 'Waiting to see that it stays so.',
        ...change,
      });
      expect(staysHealthy(live, after)).toBe(same);
    },
  );
});
