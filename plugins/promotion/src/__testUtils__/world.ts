// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  Evidence,
  EvidenceFacts,
  EvidenceSubject,
  Release,
} from 'backstage-plugin-promotion-common';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import { evidenceIdOf, plusMs } from 'backstage-plugin-promotion-common/model';
import {
  OWNER_ROLE,
  resolveEnvironment,
} from 'backstage-plugin-promotion-common/rules';
import {
  makeComponent,
  makeEnvironmentState,
  makeRelease,
  makeSnapshot,
} from 'backstage-plugin-promotion-common/testing';
import { ago } from './moments';
import { rulesText } from './rules';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What runs where, and what was recorded about it. */
export interface World {
  readonly name: string;
  /** The version that is desired and live in each environment; an environment that is not named was never seen. */
  readonly live: Readonly<Record<string, string>>;
  /** Absent: now. */
  readonly now?: string;
  /** What reports say otherwise than all is well, by kind; null: nobody sent any. */
  readonly reported?: { readonly [kind: string]: EvidenceFacts } | null;
  readonly states?: Readonly<Record<string, Partial<EnvironmentState>>>;
  readonly facts?: Partial<Snapshot>;
}

/** A release of a component with a build record. */
export function release(name: string, version: string): Release {
  return makeRelease({
    componentRef: `component:default/${name}`,
    version,
    repository: `https://github.example/acme/${name}`,
    buildUrl: 'https://ci.acme.example/runs/812',
  });
}

/** All that is recorded of a component at one moment. */
export function snapshotOf(world: World): Snapshot {
  const { name, live, now = ago({ seconds: 1 }), reported = {} } = world;
  const component = makeComponent({
    componentRef: `component:default/${name}`,
    name,
  });
  const snapshot = makeSnapshot(rulesText, {
    now,
    component,
    title: name,
    roleMembers: {
      sre: ['user:default/sam'],
      qa: ['user:default/quinn'],
      'engineering-lead': ['user:default/erin'],
      [OWNER_ROLE]: ['user:default/olivia'],
    },
    states: Object.entries(live).map(([environment, version]) =>
      stateOf(environment, release(name, version), {
        ...world.states?.[environment],
        observedAt: plusMs(now, -12_000),
      }),
    ),
    evidence: reported
      ? [...new Set(Object.values(live))].flatMap(version =>
          reportsOf(release(name, version), reported, now),
        )
      : [],
  });
  const { rules } = snapshot.rules;
  const environments = Object.keys(rules.environments).map(environment => {
    const resolved = resolveEnvironment(rules, environment, component, {
      repositories: ['acme/gitops'],
      branches: ['main'],
      manifestPaths: ['**'],
      argocdInstances: ['*'],
      argocdProjects: ['*'],
    });
    const placed = resolved.ok
      ? resolved
      : {
          ok: false as const,
          problems: resolved.problems.map(problem => ({
            ...problem,
            code: 'configuration',
          })),
        };
    return [environment, placed] as const;
  });
  return {
    ...snapshot,
    environments: Object.fromEntries(environments),
    ...world.facts,
  };
}

/** An environment in which a release that somebody committed runs healthily for 25 hours. */
function stateOf(
  environment: string,
  live: Release,
  { observedAt, ...change }: Partial<EnvironmentState> & { observedAt: string },
): EnvironmentState {
  const since = change.since ?? plusMs(observedAt, -25 * HOUR);
  const commit = '3f9c2e71aa04b8e6d5c4b3a2918273645546372a';
  return makeEnvironmentState({
    componentRef: live.componentRef,
    environment,
    live,
    commit,
    commitUrl: `https://github.example/acme/gitops/commit/${commit}`,
    since,
    desiredSince: since,
    changedAt: since,
    healthySince: since,
    stableSince: since,
    origin: {
      kind: 'outside',
      commit,
      author: 'Olivia Ortiz',
      message: 'Deploy the build of main',
    },
    applicationUrl: `https://argocd.example/applications/argocd/${environment}`,
    observedAt,
    ...change,
  });
}

const wellReported: readonly EvidenceFacts[] = [
  {
    kind: 'tests',
    suite: 'unit',
    executed: 412,
    failed: 0,
    skipped: 0,
    flaky: 0,
  },
  {
    kind: 'tests',
    suite: 'integration',
    executed: 58,
    failed: 0,
    skipped: 0,
    flaky: 0,
  },
  { kind: 'coverage', covered: 912, valid: 1000 },
  {
    kind: 'vulnerabilities',
    scanner: 'trivy',
    scanned: 214,
    critical: 0,
    high: 0,
    medium: 2,
    low: 5,
    unknown: 0,
  },
  { kind: 'code-quality', files: 120, lintErrors: 0, lintWarnings: 3 },
];

const wellMeasured: readonly EvidenceFacts[] = [
  { kind: 'slo', requests: '120000', failures: '48', windowMs: HOUR },
  {
    kind: 'error-budget',
    consumed: '12',
    objective: '99.5',
    requests: '9000000',
    windowMs: 30 * 24 * HOUR,
  },
];

function reportsOf(
  about: Release,
  otherwise: { readonly [kind: string]: EvidenceFacts },
  now: string,
): Evidence[] {
  const { componentRef, releaseId } = about;
  return [
    ...wellReported.map(facts =>
      observed(otherwise[facts.kind] ?? facts, {
        subject: { type: 'release', componentRef, releaseId },
        producer: 'ci',
        tier: 'ci',
        observedAt: plusMs(now, -3 * HOUR),
        url: 'https://ci.acme.example/runs/812',
      }),
    ),
    ...['dev', 'staging', 'canary'].flatMap(environment =>
      wellMeasured.map(facts =>
        observed(otherwise[facts.kind] ?? facts, {
          subject: { type: 'environment', componentRef, environment },
          producer: 'prometheus',
          tier: 'pulled',
          observedAt: plusMs(now, -2 * MINUTE),
        }),
      ),
    ),
  ];
}

function observed(
  facts: EvidenceFacts,
  by: Pick<Evidence, 'producer' | 'tier' | 'observedAt' | 'url'> & {
    readonly subject: EvidenceSubject;
  },
): Evidence {
  const evidence = {
    kind: facts.kind,
    facts,
    ...by,
    receivedAt: by.observedAt,
  };
  return { ...evidence, evidenceId: evidenceIdOf(evidence) };
}
