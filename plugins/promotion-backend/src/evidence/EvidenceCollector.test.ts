// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import type { Evidence } from 'backstage-plugin-promotion-common';
import type { PathRules } from 'backstage-plugin-promotion-common/rules';
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
  kinds: EvidenceProvider['kinds'] = ['slo', 'alerts'],
) {
  const recorded: Evidence[] = [];
  const requests: CollectRequest[] = [];
  const collector = new EvidenceCollector({
    scope: {
      get: async () => ({
        component: { componentRef },
        rules: {
          rules: {
            paths: [makePath({ gates })],
            environments: {},
            release: { mutableTags: [] },
          },
        },
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
        kinds,
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

  it('records what was measured as pulled, of the release that was live there then', async () => {
    const { recorded } = await collectWith(async ({ now }) => [
      {
        kind: 'slo',
        subject: 'environment',
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
        subject: 'environment',
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
      releaseId: next.releaseId,
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
        subject: 'environment' as const,
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

  const scan = {
    kind: 'vulnerabilities',
    scanned: 9,
    critical: 0,
    high: 0,
    medium: 0,
    low: 0,
    unknown: 0,
  } as const;
  const vulnerabilities = {
    kind: 'vulnerabilities',
  } as PathRules['gates'][number];

  it('records facts about the release as about it, and about the image they name', async () => {
    const [image] = next.images;
    const { recorded } = await collectWith(
      async ({ now }) =>
        [undefined, image?.name].map(name => ({
          kind: 'vulnerabilities',
          subject: 'release' as const,
          ...(name !== undefined && { image: name }),
          part: { tool: 'acme' },
          facts: scan,
          observedAt: now,
        })),
      [vulnerabilities],
      ['vulnerabilities'],
    );
    const { releaseId } = next;
    expect(recorded.map(({ subject, part }) => ({ subject, part }))).toEqual([
      {
        subject: { type: 'release', componentRef, releaseId },
        part: { tool: 'acme' },
      },
      {
        subject: { type: 'release', componentRef, releaseId, image },
        part: { tool: 'acme' },
      },
    ]);
  });

  it.each([
    [
      'about an environment',
      { subject: 'environment' },
      /is about the release/,
    ],
    [
      'of an image that the release does not have',
      { subject: 'release', image: 'acme/other' },
      /has no image acme\/other/,
    ],
  ] as const)(
    'records as errored a scan %s, so that its gate says why it has none',
    async (_, about, message) => {
      const { recorded } = await collectWith(
        async ({ now }) => [
          { kind: 'vulnerabilities', ...about, facts: scan, observedAt: now },
        ],
        [vulnerabilities],
        ['vulnerabilities'],
      );
      expect(recorded).toMatchObject([
        {
          subject: { type: 'release', releaseId: next.releaseId },
          problem: { code: 'errored', message: expect.stringMatching(message) },
        },
      ]);
    },
  );

  it('records as errored what cannot be kept, so that it never blocks reading', async () => {
    const { recorded } = await collectWith(async ({ now }) => [
      {
        kind: 'slo',
        subject: 'environment',
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
