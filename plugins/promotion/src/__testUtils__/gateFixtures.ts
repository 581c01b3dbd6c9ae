// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  obstaclesOf,
  type GateResult,
  type Obstacle,
  type Tally,
} from 'backstage-plugin-promotion-common';
import {
  makePath,
  makeReadinessFacts,
  makeTally,
} from 'backstage-plugin-promotion-common/testing';
import { ago } from './moments';

/** A gate that passed, with what the situation changes of it. */
export function gate(
  change: Partial<GateResult> & Pick<GateResult, 'gateId'>,
): GateResult {
  return {
    kind: 'tests',
    title: change.gateId,
    mode: 'enforce',
    status: 'passed',
    reason: { code: 'passed', message: 'every limit holds' },
    measures: [],
    source: 'ci',
    observedAt: ago({ hours: 3 }),
    evidenceIds: [],
    ...change,
  };
}

/** The gates of the guide's default rules, all passing, with figures. */
export function passingGates(): GateResult[] {
  return [
    gate({
      gateId: 'tests',
      title: 'Tests',
      measures: [
        {
          label: 'unit',
          value: '412 passed',
          limit: '0 failed',
          status: 'passed',
        },
        {
          label: 'integration',
          value: '58 passed',
          limit: '0 failed',
          status: 'passed',
        },
      ],
      url: 'https://ci.acme.example/runs/812',
    }),
    gate({
      gateId: 'coverage',
      kind: 'coverage',
      title: 'Coverage',
      measures: [
        { label: 'lines', value: '91.2 %', limit: '≥ 80 %', status: 'passed' },
      ],
    }),
    gate({
      gateId: 'vulnerabilities',
      kind: 'vulnerabilities',
      title: 'Vulnerabilities',
      source: 'trivy',
      measures: [
        { label: 'critical', value: '0', limit: '0', status: 'passed' },
        { label: 'high', value: '0', limit: '0', status: 'passed' },
      ],
    }),
    gate({
      gateId: 'code-quality',
      kind: 'code-quality',
      title: 'Code quality',
      source: 'eslint',
      measures: [
        { label: 'lint errors', value: '0', limit: '0', status: 'passed' },
      ],
    }),
    gate({
      gateId: 'slo',
      kind: 'slo',
      title: 'Service level',
      environment: 'staging',
      source: 'prometheus',
      observedAt: ago({ minutes: 2 }),
      measures: [
        {
          label: 'availability',
          value: '99.96 %',
          limit: '≥ 99.5 %',
          status: 'passed',
        },
        {
          label: 'error rate',
          value: '0.04 %',
          limit: '≤ 0.5 %',
          status: 'passed',
        },
      ],
    }),
    gate({
      gateId: 'error-budget',
      kind: 'error-budget',
      title: 'Error budget',
      environment: 'staging',
      source: 'prometheus',
      observedAt: ago({ minutes: 2 }),
      measures: [
        { label: 'consumed', value: '12 %', limit: '< 30 %', status: 'passed' },
      ],
    }),
    gate({
      gateId: 'stability',
      kind: 'stability',
      title: 'Deployment stability',
      environment: 'staging',
      source: 'argocd',
      observedAt: ago({ minutes: 2 }),
      measures: [
        {
          label: 'unchanged for',
          value: '25 h',
          limit: '≥ 2 h',
          status: 'passed',
        },
      ],
    }),
  ];
}

/** The same gates with coverage and vulnerabilities failing, alerts errored and one observed only. */
export function failingGates(): GateResult[] {
  const failing: Record<string, Partial<GateResult>> = {
    coverage: {
      status: 'failed',
      reason: {
        code: 'below-limit',
        message: 'Line coverage is 78 %, the path asks for at least 80 %.',
      },
      remedy: 'Cover more lines, build again and send the coverage report.',
      measures: [
        { label: 'lines', value: '78 %', limit: '≥ 80 %', status: 'failed' },
      ],
    },
    vulnerabilities: {
      status: 'failed',
      reason: {
        code: 'above-limit',
        message: '1 high vulnerability is open, the path allows none.',
      },
      remedy: 'Update the dependency, build again and scan.',
      measures: [
        { label: 'critical', value: '0', limit: '0', status: 'passed' },
        { label: 'high', value: '1', limit: '0', status: 'failed' },
      ],
    },
  };
  return [
    ...passingGates().map(each => ({ ...each, ...failing[each.gateId] })),
    gate({
      gateId: 'trial-latency',
      kind: 'performance',
      title: 'Latency (trial)',
      mode: 'observe',
      status: 'no-data',
      reason: { code: 'no-data', message: 'No performance report was sent.' },
    }),
  ];
}

/** Gates of a component nobody ever sent evidence for. */
export function emptyGates(): GateResult[] {
  return passingGates().map(each => ({
    ...each,
    status: 'no-data' as const,
    reason: {
      code: 'no-data',
      message: `No ${each.title.toLowerCase()} evidence about this release was recorded.`,
    },
    remedy: `Send ${each.kind} evidence for this release from the build.`,
    observedAt: undefined,
    source: undefined,
    measures: each.measures.map(measure => ({
      ...measure,
      value: undefined,
      status: 'no-data' as const,
    })),
  }));
}

/** What these gates and this quorum put in the way, as the core says it. An SRE can override everything. */
export function gateObstacles(
  gates: readonly GateResult[],
  { tally = makeTally(), ...found }: { tally?: Tally; barred?: boolean } = {},
): Obstacle[] {
  return obstaclesOf(makeReadinessFacts({ path: makePath() }), {
    gates,
    tally,
    barred: found.barred ?? false,
    waits: [],
    overrides: [],
  });
}
