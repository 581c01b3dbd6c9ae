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

const problem = {
  source: 'application',
  message: 'Argo CD gives no answer.',
  since: ago(5 * MINUTE),
} as const;

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
    expect(judgeIn(rule, makeState({ problem }))).toMatchObject({
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
      problem,
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
