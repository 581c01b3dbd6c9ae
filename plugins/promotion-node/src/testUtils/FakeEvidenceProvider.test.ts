// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { makeRelease } from 'backstage-plugin-promotion-common/model';
import { FakeEvidenceProvider } from './FakeEvidenceProvider';
import { evidenceProviderContract } from './evidenceProviderContract';

const componentRef = 'component:default/checkout';
const now = '2026-09-01T12:00:00.000Z';
const release = makeRelease({
  componentRef,
  images: [{ name: 'registry.example/acme/checkout', tag: '2.4.0' }],
});
const environment: ResolvedEnvironment = {
  componentRef,
  environment: 'staging',
  title: 'Staging',
  labels: {},
  images: [],
  targets: [],
};
const state: EnvironmentState = {
  componentRef,
  environment: 'staging',
  sync: 'synced',
  health: 'healthy',
  live: release,
  since: '2026-09-01T10:00:00.000Z',
  history: [],
  observedAt: now,
  problems: [],
};

evidenceProviderContract('The fake evidence provider', async () => {
  const provider = new FakeEvidenceProvider({ kinds: ['coverage', 'alerts'] });
  return {
    provider,
    request: {
      release,
      environment,
      path: { from: 'staging', to: 'canary' },
      others: [],
      state,
      now,
      gates: [
        { kind: 'coverage', mode: 'enforce', minTier: 'machine', min: '70' },
        { kind: 'alerts', mode: 'enforce', minTier: 'machine', on: 'both' },
      ],
    },
    haveData: async () => {
      provider.set('staging', { kind: 'coverage', covered: 80, valid: 100 });
      provider.set('staging', { kind: 'alerts', critical: [] });
    },
    haveNothing: async () => {},
    goDown: async () => {
      provider.down = true;
    },
    stop: async () => {},
  };
});
