// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { NewPromotion } from '../lifecycle/NewPromotion';
import { createPromotion } from '../lifecycle/createPromotion';
import type { Promotion, PromotionTerms } from '../lifecycle/Promotion';
import type { Obstacle, Readiness } from '../model/Readiness';
import type {
  Approval,
  ApprovalRequirement,
  Override,
  OverrideTarget,
  Tally,
} from '../model/Approval';
import { contentHash } from '../model/contentHash';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { GateResult } from '../model/Gate';
import type { Plan } from '../model/Plan';
import type { Release } from '../model/Release';
import { makeRelease as nameRelease } from '../model/releaseId';
import type { PathRules } from '../rules/PromotionRules';
import { pathRulesSchema } from '../rules/PromotionRules';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';

/** The moment at which every fixture begins. Tests move on from here; none reads a clock. */
export const START = '2026-03-02T09:00:00.000Z';

/** A content hash of one repeated hexadecimal digit, for tests that only compare. */
export function hashOf(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}

/** A pinned release of checkout, 2.4.0 unless told. */
export function makeRelease(
  overrides: Partial<Release> & { version?: string } = {},
): Release {
  const { version = '2.4.0', ...rest } = overrides;
  const componentRef = rest.componentRef ?? 'component:default/checkout';
  const digest = contentHash({ componentRef, version });
  const release = nameRelease({
    componentRef,
    images: [
      {
        name: `registry.example/acme/${componentRef.split('/')[1]}`,
        tag: version,
        digest,
      },
    ],
    version,
    repository: 'https://github.example/acme/checkout',
    commit: digest.slice(-40),
  });
  return { ...release, ...rest };
}

/** A path from staging to canary that asks one SRE and one QA, with one coverage gate and a health validation. */
export function makePath(overrides: Partial<PathRules> = {}): PathRules {
  return {
    ...pathRulesSchema.parse({
      from: 'staging',
      to: 'canary',
      gates: [{ kind: 'coverage', min: '80%' }],
      approvals: { slots: [{ role: 'sre' }, { role: 'qa' }] },
      validations: [{ kind: 'health' }],
      overrides: {
        roles: ['sre'],
        targets: ['gates', 'approval', 'windows', 'holds', 'barred'],
      },
    }),
    ...overrides,
  };
}

/** An environment of checkout with one kustomization and one application. */
export function makeEnvironment(environment: string): ResolvedEnvironment {
  return {
    componentRef: 'component:default/checkout',
    environment,
    title: environment,
    labels: { component: 'checkout', environment },
    images: [],
    targets: [
      {
        manifest: {
          repositoryUrl: 'https://github.example/acme/gitops',
          branch: 'main',
          path: `services/checkout/overlays/${environment}/kustomization.yaml`,
        },
        format: 'kustomize',
        application: { instance: 'default', name: `checkout-${environment}` },
      },
    ],
  };
}

/** Terms from staging to canary with an hour of outage. */
export function makeTerms(path: Partial<PathRules> = {}): PromotionTerms {
  const rules = makePath(path);
  return {
    path: rules,
    source: makeEnvironment(rules.from),
    target: makeEnvironment(rules.to),
    outageMaxMs: 3_600_000,
  };
}

/** A verdict on the coverage gate; passed unless told. */
export function makeGateResult(
  overrides: Partial<GateResult> = {},
): GateResult {
  const kind = overrides.kind ?? 'coverage';
  const status = overrides.status ?? 'passed';
  return {
    gateId: kind,
    kind,
    title: 'Coverage',
    mode: 'enforce',
    status,
    reason: { code: `${kind}-${status}`, message: `Coverage is ${status}.` },
    measures: [],
    evidenceIds: [],
    ...overrides,
  };
}

/** One SRE and one QA, distinct, not whoever asked. */
export function makeRequirement(
  overrides: Partial<ApprovalRequirement> = {},
): ApprovalRequirement {
  return {
    slots: [
      { role: 'sre', count: 1 },
      { role: 'qa', count: 1 },
    ],
    allowRequester: false,
    distinct: 'across-roles',
    ...overrides,
  };
}

/** A quorum that is reached by Sam (SRE) and Quinn (QA). */
export function makeTally(overrides: Partial<Tally> = {}): Tally {
  return {
    reached: true,
    rejected: false,
    slots: [
      {
        role: 'sre',
        userRef: 'user:default/sam',
        approvalId: 'approval-sam',
        candidates: [],
      },
      {
        role: 'qa',
        userRef: 'user:default/quinn',
        approvalId: 'approval-quinn',
        candidates: [],
      },
    ],
    dismissals: [],
    satisfiable: true,
    ...overrides,
  };
}

/** A quorum with both slots open. */
export function makeOpenTally(): Tally {
  return makeTally({
    reached: false,
    slots: [
      { role: 'sre', candidates: ['user:default/sam'] },
      { role: 'qa', candidates: ['user:default/quinn'] },
    ],
  });
}

/** Nothing stands in the way, unless told. */
export function makeReadiness(overrides: Partial<Readiness> = {}): Readiness {
  const readiness: Readiness = {
    gates: [makeGateResult()],
    blockingGateIds: [],
    barred: false,
    tally: makeTally(),
    waits: [],
    explanation: { code: 'may-move', tone: 'passes', message: 'It may move.' },
    headline: 'checkout 2.4.0 may move to canary.',
    evaluatedAt: START,
    ...overrides,
  };
  return { obstacles: obstaclesIn(readiness), ...readiness };
}

/** What a readiness of these fixtures has in the way, all of it open to an override by an SRE. */
function obstaclesIn(readiness: Readiness): Obstacle[] {
  const { gates, blockingGateIds, barred, tally, waits } = readiness;
  const obstacle = (
    kind: Obstacle['kind'],
    target: OverrideTarget,
    refuses = false,
  ): Obstacle => ({
    key: JSON.stringify(target),
    kind,
    tone: refuses ? 'blocks' : 'waits',
    refuses,
    title: kind,
    message: `There is a ${kind}.`,
    helpers: [],
    override: { target, roles: ['sre'] },
  });
  return [
    ...gates
      .filter(({ gateId }) => blockingGateIds.includes(gateId))
      .map(({ gateId, status }) =>
        obstacle('gate', { kind: 'gate', gateId, status }, true),
      ),
    ...(barred
      ? [obstacle('barred', { kind: 'barred', barredAt: START }, true)]
      : []),
    ...(tally.reached ? [] : [obstacle('approval', { kind: 'approval' })]),
    ...waits
      .filter(({ kind }) => kind === 'hold')
      .map(({ holdId = 'hold-1' }) =>
        obstacle('hold', { kind: 'hold', holdIds: [holdId] }),
      ),
  ];
}

/** Sam's agreement to the fixture's content. */
export function makeApproval(overrides: Partial<Approval> = {}): Approval {
  return {
    approvalId: 'approval-sam',
    promotionId: 'promotion-1',
    userRef: 'user:default/sam',
    decision: 'approved',
    contentHash: hashOf('c'),
    decidedAt: START,
    membershipProof: [],
    evidenceIds: [],
    ...overrides,
  };
}

/** Sam lets the coverage gate go. */
export function makeOverride(overrides: Partial<Override> = {}): Override {
  return {
    overrideId: 'override-1',
    promotionId: 'promotion-1',
    target: { kind: 'gate', gateId: 'coverage' },
    userRef: 'user:default/sam',
    role: 'sre',
    reason: 'The report is late and the change is one line.',
    contentHash: hashOf('c'),
    overriddenAt: START,
    verdict: 'failed: Coverage is 78 %.',
    ...overrides,
  };
}

/** What is asked when Dana wants checkout 2.4.0 in canary. */
export function makeNewPromotion(
  overrides: Partial<NewPromotion> = {},
): NewPromotion {
  const terms = overrides.terms ?? makeTerms();
  const target = terms.target.targets[0];
  return {
    promotionId: 'promotion-1',
    kind: 'promotion',
    componentRef: 'component:default/checkout',
    from: terms.path.from,
    to: terms.path.to,
    release: makeRelease(),
    releaseBefore: makeRelease({ version: '2.3.0' }),
    rulesName: 'default',
    rulesRevision: hashOf('a'),
    pathHash: hashOf('b'),
    contentHash: hashOf('c'),
    fieldWrites: target
      ? [
          {
            file: target.manifest,
            pointer: '/images/[registry.example/acme/checkout]/newTag',
            before: '2.3.0',
            after: '2.4.0',
          },
        ]
      : [],
    applications: target ? [target.application] : [],
    requestedBy: { kind: 'user', ref: 'user:default/dana' },
    requesterRefs: ['user:default/dana'],
    requestedAt: START,
    whenBlocked: 'refuse',
    readiness: makeReadiness(),
    terms,
    ...overrides,
  };
}

/** A promotion of checkout 2.4.0 from staging to canary, queued, with nothing standing in its way. */
export function makePromotion(overrides: Partial<Promotion> = {}): Promotion {
  const { promotion } = createPromotion(
    makeNewPromotion(overrides.terms ? { terms: overrides.terms } : {}),
  );
  return { ...promotion, ...overrides };
}

/** The plan behind `makePromotion`. */
export function makePlan(overrides: Partial<Plan> = {}): Plan {
  const asked = makeNewPromotion();
  const readiness = makeReadiness();
  return {
    componentRef: asked.componentRef,
    from: asked.from,
    to: asked.to,
    release: asked.release,
    ...(asked.releaseBefore && { releaseBefore: asked.releaseBefore }),
    rulesName: asked.rulesName,
    rulesRevision: asked.rulesRevision,
    pathHash: asked.pathHash,
    steps: [{ name: 'write-manifests', title: 'Write the image into canary' }],
    fieldWrites: asked.fieldWrites,
    applications: asked.applications,
    diffs: [],
    notMoving: [],
    gates: readiness.gates,
    requirement: makeRequirement(),
    tally: readiness.tally,
    explanation: readiness.explanation,
    headline: readiness.headline,
    obstacles: [],
    helpers: [],
    gateCounts: { passed: 1, blocking: 0, total: 1 },
    executable: true,
    contentHash: asked.contentHash,
    plannedAt: START,
    ...overrides,
  };
}

/** Checkout, healthy in one environment since a day, with one release desired and live. */
export function makeEnvironmentState(
  overrides: Partial<EnvironmentState> = {},
): EnvironmentState {
  const release = overrides.live ?? makeRelease();
  const since = '2026-03-01T09:00:00.000Z';
  return {
    componentRef: 'component:default/checkout',
    environment: 'staging',
    desired: release,
    commit: 'b'.repeat(40),
    live: release,
    since,
    desiredSince: since,
    changedAt: since,
    sync: 'synced',
    health: 'healthy',
    healthySince: since,
    history: [
      {
        releaseId: release.releaseId,
        version: release.version,
        since,
        succeeded: true,
      },
    ],
    observedAt: START,
    problems: [],
    ...overrides,
  };
}
