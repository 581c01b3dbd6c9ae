// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import type { Evidence, EvidenceFacts } from '../model/Evidence';
import { gateRulesSchema } from '../rules/gateRules';
import { pathRulesSchema } from '../rules/PromotionRules';
import { evaluateGates } from './evaluateGates';
import { gateBlocks } from './gateBlocks';
import {
  ago,
  componentRef,
  DAY,
  HOUR,
  judgeOne,
  makeEvidence,
  makeFacts,
  MINUTE,
  NOW,
  otherRelease,
  release,
} from './__testUtils__/gateFixtures';

const RULES = [
  { kind: 'tests', suites: ['unit'] },
  { kind: 'coverage', min: '80%' },
  { kind: 'vulnerabilities', maxCritical: 0, maxHigh: 0 },
  { kind: 'code-quality', maxLintErrors: 0 },
  { kind: 'performance' },
  { kind: 'slo', minAvailability: '99%', maxErrorRate: '1%' },
  { kind: 'error-budget', objective: '99%', maxConsumed: '50%' },
  { kind: 'alerts' },
  {
    kind: 'canary',
    minTrafficShare: '10%',
    minDuration: '24h',
    minSuccessRate: '99%',
  },
];

const MAX_AGE_MS = 15 * MINUTE;

/** Facts that pass every rule above. */
const PASSING: Record<string, EvidenceFacts> = {
  tests: {
    kind: 'tests',
    suite: 'unit',
    executed: 1,
    failed: 0,
    skipped: 0,
    flaky: 0,
  },
  coverage: { kind: 'coverage', covered: 99, valid: 100 },
  vulnerabilities: {
    kind: 'vulnerabilities',
    scanned: 1,
    critical: 0,
    high: 0,
    medium: 0,
    low: 0,
    unknown: 0,
  },
  'code-quality': {
    kind: 'code-quality',
    files: 1,
    lintErrors: 0,
    lintWarnings: 0,
  },
  performance: {
    kind: 'performance',
    requests: 10,
    thresholdsChecked: 1,
    thresholdsFailed: 0,
  },
  slo: { kind: 'slo', requests: '1000', failures: '0', windowMs: HOUR },
  'error-budget': {
    kind: 'error-budget',
    consumed: '1',
    objective: '99',
    requests: '1000',
    windowMs: 30 * DAY,
  },
  alerts: { kind: 'alerts', critical: [] },
  canary: {
    kind: 'canary',
    trafficShare: '50',
    requests: '1000',
    failures: '0',
    durationMs: 25 * HOUR,
  },
};

const ON_ENVIRONMENT = ['slo', 'error-budget', 'alerts', 'canary'];

const aRule = fc.constantFrom(...RULES);

function passingFor(
  kind: string,
  overrides: Parameters<typeof makeEvidence>[1] = {},
) {
  const facts = PASSING[kind];
  if (!facts) throw new Error(`no passing facts of ${kind}`);
  const where = ON_ENVIRONMENT.includes(kind) ? { environment: 'staging' } : {};
  return makeEvidence(facts, { ...where, ...overrides });
}

/** Any record at all: of any kind, age, trust, producer, about any release and place. */
function anyEvidence(): fc.Arbitrary<Evidence> {
  return fc
    .record({
      kind: fc.constantFrom(...Object.keys(PASSING)),
      ageMs: fc.integer({ min: -HOUR, max: 5 * DAY }),
      tier: fc.constantFrom('asserted', 'machine', 'ci', 'pulled'),
      producer: fc.constantFrom('ci', 'other', 'user:default/olivia'),
      problem: fc.constantFrom('errored', 'no-data', undefined),
      failing: fc.boolean(),
    })
    .map(({ kind, ageMs, tier, producer, problem, failing }) => {
      const record = passingFor(kind, { observedAt: ago(ageMs), producer });
      return {
        ...record,
        tier,
        ...(failing &&
          kind === 'alerts' && { facts: { kind: 'alerts', critical: ['X'] } }),
        ...(problem && {
          facts: undefined,
          problem: { code: problem, message: 'away.' },
        }),
      } as Evidence;
    });
}

function aboutSomethingElse(record: Evidence): Evidence {
  const { subject } = record;
  return {
    ...record,
    subject:
      subject.type === 'environment'
        ? { ...subject, environment: 'dev' }
        : { type: 'release', componentRef, releaseId: otherRelease.releaseId },
  };
}

describe('gates', () => {
  it.each(RULES)(
    'of kind $kind pass on the passing facts, or the properties here would prove nothing',
    rule => {
      expect(judgeOne(rule, { evidence: [passingFor(rule.kind)] }).status).toBe(
        'passed',
      );
    },
  );

  it('never pass without evidence', () => {
    fc.assert(
      fc.property(aRule, fc.array(anyEvidence()), (rule, evidence) => {
        const others = evidence.filter(each => each.kind !== rule.kind);
        expect(judgeOne(rule, { evidence: others }).status).not.toBe('passed');
      }),
    );
  });

  it('never pass on evidence older than its limit', () => {
    fc.assert(
      fc.property(aRule, fc.integer({ min: 1, max: DAY }), (rule, overMs) => {
        const old = passingFor(rule.kind, {
          observedAt: ago(MAX_AGE_MS + overMs),
        });
        expect(
          judgeOne({ ...rule, maxAge: '15m' }, { evidence: [old] }).status,
        ).toBe('stale');
      }),
    );
  });

  it('never pass on evidence about another release or place', () => {
    fc.assert(
      fc.property(aRule, fc.boolean(), (rule, elsewhere) => {
        const isEnvironment = ON_ENVIRONMENT.includes(rule.kind);
        const subject = isEnvironment
          ? ({
              type: 'environment',
              componentRef,
              environment: elsewhere ? 'dev' : 'canary',
            } as const)
          : ({
              type: 'release',
              componentRef,
              ...(elsewhere
                ? { commit: 'e'.repeat(40) }
                : { releaseId: otherRelease.releaseId }),
            } as const);
        const result = judgeOne(rule, {
          evidence: [passingFor(rule.kind, { subject })],
        });
        expect(result.status).not.toBe('passed');
      }),
    );
  });

  it('never pass on evidence of too little trust or of the requester', () => {
    fc.assert(
      fc.property(
        aRule,
        fc.constantFrom('ci', 'user:default/olivia'),
        (rule, producer) => {
          const evidence = [
            passingFor(rule.kind, { tier: 'asserted', producer }),
          ];
          expect(judgeOne(rule, { evidence }).status).toBe('no-data');
        },
      ),
    );
  });

  it('never pass while the newest word of a producer is that it cannot answer', () => {
    fc.assert(
      fc.property(
        aRule,
        fc.constantFrom('errored', 'no-data'),
        (rule, code) => {
          const good = passingFor(rule.kind, { observedAt: ago(6 * MINUTE) });
          const bad = {
            ...passingFor(rule.kind),
            facts: undefined,
            problem: { code, message: 'away.' },
          } as Evidence;
          expect(judgeOne(rule, { evidence: [good, bad] }).status).toBe(code);
        },
      ),
    );
  });

  it('are not moved by what they do not trust or what is not about their subject', () => {
    let passed = 0;
    const isNoise = (record: Evidence, kind: string) =>
      record.kind !== kind || record.tier === 'asserted';
    fc.assert(
      fc.property(
        aRule,
        fc.array(anyEvidence(), { maxLength: 6 }),
        fc.array(anyEvidence(), { maxLength: 12 }),
        fc.record({ isOthers: fc.boolean(), isGood: fc.boolean() }),
        (rule, some, more, { isOthers, isGood }) => {
          const evidence = isGood ? [passingFor(rule.kind)] : some;
          const noise = isOthers
            ? more.map(record => aboutSomethingElse(record))
            : more.filter(record => isNoise(record, rule.kind));
          const before = judgeOne(rule, { evidence });
          const after = judgeOne(rule, { evidence: [...noise, ...evidence] });
          if (before.status === 'passed') passed += 1;
          // Only where there is nothing at all may it be said that there is something about another subject.
          const told =
            before.status === 'no-data' && after.status === 'mismatched';
          expect(told ? 'no-data' : after.status).toBe(before.status);
        },
      ),
    );
    expect(passed).toBeGreaterThan(0);
  });

  it('say the same whatever the order of gates and of evidence', () => {
    const order = fc.shuffledSubarray([...RULES.keys()], {
      minLength: RULES.length,
    });
    fc.assert(
      fc.property(
        order,
        fc.array(anyEvidence(), { maxLength: 12 }),
        (gates, evidence) => {
          const judged = (indexes: number[], records: Evidence[]) => {
            const path = pathRulesSchema.parse({
              from: 'staging',
              to: 'canary',
            });
            const rules = indexes.map(index =>
              gateRulesSchema.parse(RULES[index]),
            );
            const results = evaluateGates(
              { ...path, gates: rules },
              makeFacts({ evidence: records }),
              NOW,
            );
            return Object.fromEntries(
              results.map(result => [result.gateId, result]),
            );
          };
          expect(judged(gates, [...evidence].reverse())).toEqual(
            judged([...RULES.keys()], evidence),
          );
        },
      ),
    );
  });

  it('do not mind what is about other components and kinds', () => {
    fc.assert(
      fc.property(
        aRule,
        fc.array(anyEvidence()),
        fc.array(anyEvidence()),
        (rule, evidence, more) => {
          const irrelevant = more.map(each =>
            each.kind === rule.kind
              ? {
                  ...each,
                  subject: {
                    ...each.subject,
                    componentRef: 'component:default/cart',
                  },
                }
              : each,
          );
          expect(
            judgeOne(rule, { evidence: [...evidence, ...irrelevant] }),
          ).toEqual(judgeOne(rule, { evidence }));
        },
      ),
    );
  });
});

describe('gates on an environment', () => {
  it.each(RULES.filter(({ kind }) => ON_ENVIRONMENT.includes(kind)))(
    'of kind $kind have an age limit also where the rules name none',
    rule => {
      const old = passingFor(rule.kind, { observedAt: ago(2 * HOUR) });
      expect(judgeOne(rule, { evidence: [old] }).status).toBe('stale');
    },
  );
});

describe('gateBlocks', () => {
  const failing = judgeOne({ kind: 'coverage', min: '80%' });
  const passing = judgeOne(
    { kind: 'coverage', min: '80%' },
    { evidence: [passingFor('coverage')] },
  );

  it.each([
    ['an enforced gate that does not pass', failing, [], true],
    ['one that passed', passing, [], false],
    ['one that only warns', { ...failing, mode: 'warn' as const }, [], false],
    [
      'one that only observes',
      { ...failing, mode: 'observe' as const },
      [],
      false,
    ],
    [
      'one that was overridden',
      failing,
      [{ target: { kind: 'gate' as const, gateId: 'coverage' } }],
      false,
    ],
    [
      'another one was overridden',
      failing,
      [{ target: { kind: 'gate' as const, gateId: 'tests' } }],
      true,
    ],
    [
      'the approval was overridden',
      failing,
      [{ target: { kind: 'approval' as const } }],
      true,
    ],
  ])('%s', (_title, result, overrides, expected) => {
    expect(gateBlocks(result, overrides)).toBe(expected);
  });
});

it('releases of the fixtures differ', () => {
  expect(release.releaseId).not.toBe(otherRelease.releaseId);
});
