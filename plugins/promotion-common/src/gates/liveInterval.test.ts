// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import {
  ago,
  DAY,
  HOUR,
  judgeOne,
  makeEvidence,
  makeMovedOn,
  makeState,
  MINUTE,
  NOW,
} from './__testUtils__/gateFixtures';
import { MAX_STATE_AGE_MS } from './liveInterval';

const STABILITY = { kind: 'stability', minDuration: '2h' };
const SOAK = { kind: 'soak', minDuration: '24h' };
const SLO = { kind: 'slo', minAvailability: '99%', maxErrorRate: '1%' };
const CANARY = {
  kind: 'canary',
  minTrafficShare: '10%',
  minDuration: '24h',
  minSuccessRate: '99%',
};

const measured = [
  makeEvidence(
    { kind: 'slo', requests: '5000', failures: '0', windowMs: DAY },
    { environment: 'staging' },
  ),
  makeEvidence(
    {
      kind: 'canary',
      requests: '5000',
      failures: '0',
      trafficShare: '20',
      durationMs: DAY,
    },
    { environment: 'staging' },
  ),
];

const problems = [
  {
    source: 'application' as const,
    kind: 'outage' as const,
    code: 'unreachable',
    message: 'Argo CD gives no answer.',
    since: ago(5 * MINUTE),
  },
];

const judgeIn = (rule: Record<string, unknown>, source: EnvironmentState) =>
  judgeOne(rule, { source, evidence: measured });

describe.each([
  ['stability', STABILITY],
  ['soak', SOAK],
  ['slo', SLO],
  ['canary', CANARY],
])('a %s gate', (_, rule) => {
  it('passes on what the observer saw a moment ago', () => {
    const source = makeState({ observedAt: ago(MAX_STATE_AGE_MS) });
    expect(judgeIn(rule, source).status).toBe('passed');
  });

  it('is stale once the observer has been silent for too long', () => {
    const source = makeState({ observedAt: ago(MAX_STATE_AGE_MS + 1) });
    expect(judgeIn(rule, source)).toMatchObject({
      status: 'stale',
      environment: 'staging',
      reason: {
        code: 'observer-silent',
        message:
          'Staging was last looked at 10 min ago; what was seen counts for 10 min.',
      },
      remedy: expect.stringMatching(/backend/),
    });
  });

  it('is errored while the environment cannot be read', () => {
    expect(judgeIn(rule, makeState({ problems }))).toMatchObject({
      status: 'errored',
      reason: { code: 'environment-unreadable' },
    });
  });
});

describe('a release that the environment has moved on from', () => {
  it.each([
    ['soak', SOAK],
    ['slo', SLO],
  ])('keeps its %s verdict though nobody looks any more', (_, rule) => {
    const source = {
      ...makeMovedOn(2 * DAY),
      observedAt: ago(HOUR),
      problems,
    };
    const evidence = [
      makeEvidence(
        { kind: 'slo', requests: '5000', failures: '0', windowMs: DAY },
        { environment: 'staging', observedAt: ago(2 * HOUR) },
      ),
    ];
    expect(judgeOne(rule, { source, evidence }, NOW).status).toBe('passed');
  });
});

describe('a release that was rolled back in the source', () => {
  const ALERTS = { kind: 'alerts' };
  const alerts = (observedAt: string, ...critical: string[]) =>
    makeEvidence(
      { kind: 'alerts', critical },
      { environment: 'staging', observedAt },
    );
  /** The release was live for two days until an hour ago; `stableSince` as it was at the end. */
  const movedOn = (stableSince?: string) => {
    const state = makeMovedOn(2 * DAY);
    return {
      ...state,
      stableSince: ago(30 * DAY),
      history: state.history.map(interval =>
        interval.until === undefined ? interval : { ...interval, stableSince },
      ),
    };
  };

  it('is not stable on the time of what runs there now', () => {
    expect(judgeOne(STABILITY, { source: movedOn() })).toMatchObject({
      status: 'failed',
      reason: { code: 'replaced-before-stable' },
    });
    expect(judgeOne(STABILITY, { source: movedOn(ago(2 * HOUR)) }).status).toBe(
      'failed',
    );
  });

  it('keeps the time it was stable', () => {
    expect(judgeOne(STABILITY, { source: movedOn(ago(DAY)) })).toMatchObject({
      status: 'passed',
      reason: {
        message: '3.8.0 was unchanged and healthy in staging for 23 h.',
      },
    });
  });

  it('is judged on the alerts of its own time', () => {
    const source = movedOn();
    const now = alerts(ago(MINUTE));
    expect(judgeOne(ALERTS, { source, evidence: [now] }).status).toBe(
      'mismatched',
    );
    const then = alerts(ago(2 * HOUR), 'HighErrors');
    expect(judgeOne(ALERTS, { source, evidence: [now, then] }).status).toBe(
      'failed',
    );
  });

  it('is judged in the target on the target as it is', () => {
    const rule = { ...ALERTS, on: 'target' };
    const evidence = [
      makeEvidence({ kind: 'alerts', critical: [] }, { environment: 'canary' }),
    ];
    expect(judgeOne(rule, { source: movedOn(), evidence }).status).toBe(
      'passed',
    );
  });
});

describe('an environment under an autoscaler', () => {
  it('is stable while it progresses without a change', () => {
    const source = makeState({
      health: 'progressing',
      healthySince: ago(MINUTE),
      stableSince: ago(DAY),
    });
    expect(judgeOne(STABILITY, { source }).status).toBe('passed');
  });

  it('is not while a new release comes up or it is degraded', () => {
    for (const health of ['progressing', 'degraded'] as const) {
      const source = makeState({ health, stableSince: undefined });
      expect(judgeOne(STABILITY, { source }).status).toBe('failed');
    }
  });
});

describe('figures that cannot be', () => {
  it.each([
    [
      'slo',
      { ...SLO, minRequests: 1 },
      { kind: 'slo', requests: '10', failures: '-1', windowMs: DAY },
      'errored',
    ],
    [
      'slo without requests',
      { ...SLO, minRequests: 1 },
      { kind: 'slo', requests: '0', failures: '0', windowMs: DAY },
      'no-data',
    ],
    [
      'slo with failures rounded above the requests',
      { ...SLO, minRequests: 1 },
      { kind: 'slo', requests: '10', failures: '10.000001', windowMs: DAY },
      'failed',
    ],
    [
      'canary',
      CANARY,
      {
        kind: 'canary',
        trafficShare: '4000',
        requests: '1000',
        failures: '0',
        durationMs: DAY,
      },
      'errored',
    ],
    [
      'error-budget',
      { kind: 'error-budget', objective: '99%', maxConsumed: '50%' },
      {
        kind: 'error-budget',
        consumed: '-500',
        objective: '99',
        requests: '1000',
        windowMs: 30 * DAY,
      },
      'errored',
    ],
    [
      'error-budget without requests',
      {
        kind: 'error-budget',
        objective: '99%',
        maxConsumed: '50%',
        minRequests: 1,
      },
      {
        kind: 'error-budget',
        consumed: '0',
        objective: '99',
        requests: '0',
        windowMs: 30 * DAY,
      },
      'no-data',
    ],
  ] as const)('of %s are no pass', (_, rule, facts, status) => {
    const evidence = [makeEvidence(facts, { environment: 'staging' })];
    expect(judgeOne(rule, { evidence }).status).toBe(status);
  });

  it('are no latency', () => {
    const evidence = [
      makeEvidence({
        kind: 'performance',
        requests: 100,
        p95LatencyMs: '-1',
        thresholdsChecked: 1,
        thresholdsFailed: 0,
      }),
    ];
    expect(judgeOne({ kind: 'performance' }, { evidence }).status).toBe(
      'errored',
    );
  });
});
