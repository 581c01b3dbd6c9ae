// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  GateRules,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { makeRelease } from 'backstage-plugin-promotion-common/model';
import type { CollectRequest } from 'backstage-plugin-promotion-node';

const componentRef = 'component:default/checkout';

/** The release the requests of these tests are about. */
export const release = makeRelease({
  componentRef,
  images: [{ name: 'registry.example/acme/checkout', tag: '2.4.0' }],
});

/** One gate of each kind that Prometheus is asked about. */
export const gates: readonly GateRules[] = [
  {
    kind: 'slo',
    mode: 'enforce',
    minTier: 'machine',
    on: 'source',
    minAvailability: '99',
    maxErrorRate: '1',
    minRequests: 100,
  },
  {
    kind: 'error-budget',
    mode: 'enforce',
    minTier: 'machine',
    on: 'source',
    objective: '99',
    window: 86_400_000,
    maxConsumed: '50',
    minRequests: 100,
  },
  {
    kind: 'canary',
    mode: 'enforce',
    minTier: 'machine',
    minTrafficShare: '10',
    minDuration: 3_600_000,
    minSuccessRate: '99',
    minRequests: 100,
  },
];

function placeOf(environment: string): ResolvedEnvironment {
  return {
    componentRef,
    environment,
    title: environment,
    labels: { component: 'checkout', environment },
    images: [],
    targets: [],
  };
}

/** Asks about the release in the canary environment, live there since a moment (absent: another release is). */
export function collectRequest(options: {
  readonly now: string;
  readonly since?: string;
}): CollectRequest {
  const state: EnvironmentState = {
    componentRef,
    environment: 'canary',
    sync: 'synced',
    health: 'healthy',
    history: [],
    observedAt: options.now,
    problems: [],
    ...(options.since ? { live: release, since: options.since } : {}),
  };
  return {
    release,
    environment: placeOf('canary'),
    path: { from: 'canary', to: 'production' },
    others: [placeOf('staging'), placeOf('production')],
    state,
    gates,
    now: options.now,
  };
}
