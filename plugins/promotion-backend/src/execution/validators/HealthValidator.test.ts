// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Observation } from 'backstage-plugin-promotion-common';
import {
  afterStart,
  START,
  storedPromotion,
} from '../../tests/storedPromotion';
import { HealthValidator } from './HealthValidator';

const rules = { kind: 'health', settle: 30_000, timeout: 600_000 } as const;

function validatorSeeing(observation: Partial<Observation>) {
  return new HealthValidator({
    observe: async () => ({
      retryAfterMs: 1_000,
      observation: {
        status: 'live',
        message: 'Seen.',
        images: [],
        observedAt: START,
        ...observation,
      },
    }),
  });
}

const validated = storedPromotion({
  state: 'validating',
  progress: {
    validations: [],
    deployment: {
      attempt: 1,
      startedAt: START,
      publishedAt: START,
      publishedCommit: 'abc',
    },
  },
});

describe('The health validation', () => {
  const observedAt = afterStart(60);
  it.each<[string, Partial<Observation>, string]>([
    [
      'passes once healthy for the time asked for',
      { status: 'live', healthySince: afterStart(30), observedAt },
      'passed',
    ],
    [
      'goes on while that time is not over',
      { status: 'live', healthySince: afterStart(31), observedAt },
      'running',
    ],
    [
      'goes on when it is not known since when it is healthy',
      { status: 'live', observedAt },
      'running',
    ],
    ['goes on while it waits', { status: 'waiting' }, 'running'],
    [
      'goes on while the deployment tool itself waits to see it stay healthy',
      {
        status: 'waiting',
        health: 'healthy',
        healthySince: afterStart(30),
        observedAt,
      },
      'running',
    ],
    ['goes on while it is paused', { status: 'suspended' }, 'running'],
    ['fails when it is degraded', { status: 'failed' }, 'failed'],
    [
      'fails when another image took its place',
      { status: 'superseded' },
      'failed',
    ],
  ])('%s', async (_, observation, status) => {
    const { result } = await validatorSeeing(observation).validate(
      { promotion: validated, rules },
      { signal: AbortSignal.timeout(1_000) },
    );
    expect(result).toMatchObject({ name: 'health', kind: 'health', status });
  });

  it('refuses a promotion that published nothing', async () => {
    await expect(
      validatorSeeing({}).validate(
        { promotion: storedPromotion(), rules },
        { signal: AbortSignal.timeout(1_000) },
      ),
    ).rejects.toThrow(/no published commit/);
  });
});
