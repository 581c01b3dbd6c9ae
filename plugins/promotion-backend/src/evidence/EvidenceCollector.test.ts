// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import type { Evidence, PathRules } from 'backstage-plugin-promotion-common';
import {
  makeEnvironment,
  makeEnvironmentState,
  makePath,
  makeRelease,
  START,
} from 'backstage-plugin-promotion-common/testing';
import type {
  CollectRequest,
  EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import type { ComponentScope } from '../rules/ComponentScope';
import { EvidenceCollector } from './EvidenceCollector';

const componentRef = 'component:default/checkout';
const next = makeRelease({ version: '2.4.0' });
const old = makeRelease({ version: '2.3.0' });
const ends = { from: 'staging', to: 'canary' };

const slo = { kind: 'slo', on: 'source' } as PathRules['gates'][number];
const alerts = { kind: 'alerts', on: 'both' } as PathRules['gates'][number];
const coverage = { kind: 'coverage' } as PathRules['gates'][number];

async function collectWith(
  collect: EvidenceProvider['collect'],
  gates: PathRules['gates'] = [slo, alerts, coverage],
) {
  const recorded: Evidence[] = [];
  const requests: CollectRequest[] = [];
  const collector = new EvidenceCollector({
    scope: {
      get: async () => ({
        component: { componentRef },
        rules: { rules: { paths: [makePath({ gates })] } },
        environments: {
          staging: { ok: true, environment: makeEnvironment('staging') },
          canary: { ok: true, environment: makeEnvironment('canary') },
        },
      }),
    } as unknown as ComponentScope,
    states: {
      forComponent: async () => [
        makeEnvironmentState({
          environment: 'staging',
          live: next,
          desired: next,
        }),
        makeEnvironmentState({
          environment: 'canary',
          live: old,
          desired: old,
        }),
      ],
    },
    evidence: {
      record: async evidence => {
        recorded.push(...evidence);
      },
      forComponent: async () => [],
      list: async () => [],
      saveRelease: async () => {},
      releases: async () => [],
    },
    providers: [
      {
        name: 'prometheus',
        kinds: ['slo', 'alerts'],
        collect: (request, context) => {
          requests.push(request);
          return collect(request, context);
        },
      },
    ],
    clock: { now: async () => START },
    logger: mockServices.logger.mock(),
  });
  await Promise.all([
    collector.collect(componentRef, ends),
    collector.collect(componentRef, ends),
  ]);
  return { recorded, requests };
}

describe('EvidenceCollector', () => {
  it('asks for each side what is judged there, about what runs there, once for all who ask', async () => {
    const { requests } = await collectWith(async () => []);
    expect(
      requests.map(({ environment, release, gates }) => [
        environment.environment,
        release.version,
        gates.map(gate => gate.kind),
      ]),
    ).toEqual([
      ['staging', '2.4.0', ['slo', 'alerts', 'coverage']],
      ['canary', '2.3.0', ['alerts']],
    ]);
  });

  it('asks nobody who knows none of the kinds', async () => {
    const { requests } = await collectWith(async () => [], [coverage]);
    expect(requests).toEqual([]);
  });

  it('records what was measured as pulled: of the release where it concerns one, else of the environment', async () => {
    const { recorded } = await collectWith(async ({ now }) => [
      {
        kind: 'slo',
        facts: {
          kind: 'slo',
          requests: '100',
          failures: '0',
          windowMs: 60_000,
        },
        observedAt: now,
      },
      {
        kind: 'alerts',
        facts: { kind: 'alerts', critical: [] },
        observedAt: now,
      },
    ]);
    expect(recorded[0]).toMatchObject({
      tier: 'pulled',
      producer: 'prometheus',
      subject: { environment: 'staging', releaseId: next.releaseId },
    });
    expect(recorded[1]?.subject).toEqual({
      type: 'environment',
      componentRef,
      environment: 'staging',
    });
  });

  it('records that a source gave no answer, for each kind asked of it', async () => {
    const { recorded } = await collectWith(async () => {
      throw new Error('connection refused');
    });
    expect(
      recorded.map(({ kind, problem, facts }) => [kind, problem?.code, facts]),
    ).toEqual([
      ['slo', 'errored', undefined],
      ['alerts', 'errored', undefined],
      ['alerts', 'errored', undefined],
    ]);
  });

  it('keeps what was asked beside the answer, also when that is unusable', async () => {
    const facts = { kind: 'slo', failures: '0', windowMs: 60_000 } as const;
    const { recorded } = await collectWith(async ({ now }) =>
      ['100', 'many'].map(requests => ({
        kind: 'slo',
        question: `over ${requests}`,
        facts: { ...facts, requests },
        observedAt: now,
      })),
    );
    expect(
      recorded
        .filter(({ subject }) => 'environment' in subject)
        .slice(0, 2)
        .map(({ question, problem }) => [question, problem?.code]),
    ).toEqual([
      ['over 100', undefined],
      ['over many', 'errored'],
    ]);
  });

  it('records as errored what cannot be kept, so that it never blocks reading', async () => {
    const { recorded } = await collectWith(async ({ now }) => [
      {
        kind: 'slo',
        facts: { kind: 'slo', requests: 'many', failures: '0', windowMs: 1 },
        observedAt: now,
      },
    ]);
    expect(recorded[0]).toMatchObject({
      problem: {
        code: 'errored',
        message: expect.stringContaining('facts.requests'),
      },
    });
    expect(recorded[0]?.facts).toBeUndefined();
  });
});
