// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { EVERYWHERE } from '../model/movingTag';
import { createPromotion } from '../lifecycle/createPromotion';
import { transition } from '../lifecycle/transition';
import type { Evidence } from '../model/Evidence';
import {
  hashOf,
  makeApproval,
  makeEnvironmentState,
  makeNewPromotion,
  makeOverride,
  makePath,
  makeRelease,
  makeTerms,
  START,
  WORKER,
} from '../testing';
import { judge } from './judge';
import type { ReadinessFacts } from './ReadinessFacts';

const release = makeRelease();
const SAM = 'user:default/sam';
const QUINN = 'user:default/quinn';

const coverage = (overrides: Partial<Evidence>): Evidence => ({
  evidenceId: 'evidence-1',
  kind: 'coverage',
  subject: {
    type: 'release',
    componentRef: release.componentRef,
    releaseId: release.releaseId,
  },
  facts: { kind: 'coverage', covered: 90, valid: 100 },
  producer: 'ci',
  tier: 'ci',
  observedAt: START,
  receivedAt: START,
  ...overrides,
});

/** Evidence that must not pass: too little, none, about something else, without an answer, or only asserted. */
const notPassing: readonly (readonly Evidence[])[] = [
  [],
  [coverage({ facts: { kind: 'coverage', covered: 79_995, valid: 100_000 } })],
  [coverage({ facts: { kind: 'coverage', covered: 0, valid: 0 } })],
  [
    coverage({
      subject: {
        type: 'release',
        componentRef: release.componentRef,
        releaseId: hashOf('9'),
      },
    }),
  ],
  [
    coverage({
      facts: undefined,
      problem: { code: 'errored', message: 'No answer.' },
    }),
  ],
  [coverage({ tier: 'asserted' })],
];

const factsArb = fc.record({
  evidence: fc.constantFrom(...notPassing, [coverage({})]),
  votes: fc.subarray([SAM, QUINN]),
  voteHash: fc.constantFrom(hashOf('c'), hashOf('d')),
  overrides: fc.subarray([
    makeOverride(),
    makeOverride({ overrideId: 'o2', contentHash: hashOf('d') }),
    makeOverride({ overrideId: 'o3', userRef: QUINN }),
    makeOverride({ overrideId: 'o4', target: { kind: 'approval' } }),
  ]),
  samIsSre: fc.boolean(),
  isBarred: fc.boolean(),
  isFrozen: fc.boolean(),
});
type Facts = typeof factsArb extends fc.Arbitrary<infer T> ? T : never;

function assemble(given: Facts): ReadinessFacts {
  return {
    now: START,
    kind: 'promotion',
    component: {
      componentRef: release.componentRef,
      name: 'checkout',
      annotations: {},
      ownerRefs: ['group:default/storefront'],
    },
    path: makePath(),
    gates: {
      componentRef: release.componentRef,
      from: 'staging',
      to: 'canary',
      release,
      source: makeEnvironmentState(),
      target: makeEnvironmentState({ environment: 'canary' }),
      evidence: given.evidence,
      requesterRefs: ['user:default/dana'],
      tags: EVERYWHERE,
    },
    contentHash: hashOf('c'),
    approvals: given.votes.map(userRef =>
      makeApproval({
        approvalId: `vote-${userRef}`,
        userRef,
        contentHash: given.voteHash,
      }),
    ),
    overrides: given.overrides,
    roleMembers: { sre: given.samIsSre ? [SAM] : [], qa: [QUINN] },
    holds: given.isFrozen
      ? [
          {
            holdId: 'hold-1',
            scope: { environment: 'canary' },
            stops: 'all',
            from: START,
            reason: 'Quarter end.',
            setBy: { kind: 'user', ref: SAM },
          },
        ]
      : [],
    barred: given.isBarred
      ? [
          {
            componentRef: release.componentRef,
            environment: 'canary',
            releaseId: release.releaseId,
            version: release.version,
            reason: 'It was rolled back.',
            promotionId: 'promotion-0',
            barredAt: START,
          },
        ]
      : [],
    setup: [],
    ahead: [],
  };
}

describe('readiness', () => {
  it('lets nothing through that an enforced gate does not pass, unless it was overridden (invariants 1 and 5)', () => {
    const seen = { executed: 0, stopped: 0 };
    fc.assert(
      fc.property(factsArb, given => {
        const readiness = judge(assemble(given));
        const { promotion } = createPromotion(
          makeNewPromotion({ readiness, terms: makeTerms() }),
        );
        const result = transition(
          promotion,
          { type: 'evaluated', readiness, slotsFree: true },
          { at: START, actor: WORKER },
        );
        const executes =
          result.kind === 'transitioned' &&
          result.promotion.state === 'executing';
        const mine = given.samIsSre ? given.overrides : [];
        const gatePasses = !notPassing.includes(given.evidence);
        const gateLetGo = mine.some(one => one.overrideId === 'override-1');
        const quorum =
          given.votes.length === 2 &&
          given.voteHash === hashOf('c') &&
          given.samIsSre;
        const quorumLetGo = mine.some(one => one.overrideId === 'o4');
        expect(executes).toBe(
          (gatePasses || gateLetGo) &&
            (quorum || quorumLetGo) &&
            !given.isBarred &&
            !given.isFrozen,
        );
        seen[executes ? 'executed' : 'stopped'] += 1;
      }),
      { numRuns: 400 },
    );
    // Both sides were met; a property that only ever says no would prove nothing.
    expect(seen.executed).toBeGreaterThan(0);
    expect(seen.stopped).toBeGreaterThan(0);
  });

  it('says so in one sentence', () => {
    fc.assert(
      fc.property(factsArb, given => {
        const { headline, explanation } = judge(assemble(given));
        expect(headline).toMatch(/^checkout 2\.4\.0 may (not )?move to canary/);
        expect(headline).toMatch(/\.$/);
        expect(explanation.message).toBe(headline);
      }),
    );
  });
});
