// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateTable } from '../gates/gateTable';
import type { YieldedTiers } from './checkGates';
import { gateRulesSchema } from './gateRules';
import { parseRules } from './parseRules';
import { rulesReference } from '../docs/rulesReference';

const document = (gate: string) => `apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  staging: &place
    repository: a/b
    targets: [{ manifest: { path: 'a/{environment}' }, application: { name: 'a-{environment}' } }]
  canary: *place
paths:
  - from: staging
    to: canary
    gates:
      - ${gate}
`;

function messagesOf(gate: string, yielded?: YieldedTiers): string[] {
  const parsed = parseRules(document(gate), { yielded });
  return parsed.ok
    ? []
    : parsed.problems.map(({ message, line }) => `${line}: ${message}`);
}

const SLO = 'kind: slo, minAvailability: 99%, maxErrorRate: 1%';
const CANARY =
  'kind: canary, minTrafficShare: 10%, minDuration: 1h, minSuccessRate: 99%';

describe('what a gate asks for', () => {
  it.each([
    [
      `{ ${SLO}, window: 5m }`,
      /window is shorter than minDuration, which is 10 min by default/,
    ],
    [
      `{ ${SLO}, window: 20m, minDuration: 30m }`,
      /window is shorter than minDuration, so/,
    ],
    [`{ ${SLO}, minRequests: 0 }`, /minRequests/],
    [`{ ${CANARY}, minRequests: 0 }`, /minRequests/],
    ['{ kind: performance, minRequests: 0 }', /minRequests/],
    [
      `{ ${CANARY}, trafficAmong: [canary, moon] }`,
      /no environment moon: define it, or use one of staging, canary/,
    ],
    [`{ ${CANARY}, trafficAmong: [canary] }`, /trafficAmong/],
    [
      '{ kind: tests, suites: [unit, unit] }',
      /the suite unit stands here twice/,
    ],
    [
      '{ kind: error-budget, objective: 100%, maxConsumed: 0% }',
      /leaves no error budget/,
    ],
  ])('%s can never be met, and that is said', (gate, message) => {
    const [first] = messagesOf(gate);
    expect(first).toMatch(message);
  });

  it.each([
    `{ ${SLO}, window: 5m, minDuration: 5m }`,
    `{ ${CANARY}, trafficAmong: [staging, canary] }`,
    '{ kind: vulnerabilities, maxCritical: 0, maxHigh: 0, maxUnknown: 3 }',
  ])('%s can be met', gate => {
    expect(messagesOf(gate)).toEqual([]);
  });
});

describe('the least trust of a gate', () => {
  const yielded: YieldedTiers = {
    tests: ['asserted', 'machine'],
    slo: ['asserted', 'pulled'],
  };
  const tests = (tier: string) =>
    `{ kind: tests, suites: [unit], minTier: ${tier} }`;

  it('is refused where nobody yields it, in its place', () => {
    expect(messagesOf(tests('ci'), yielded)).toEqual([
      expect.stringMatching(
        /^13: .*nobody yields tests evidence of tier ci or above.*what there is has tier asserted, machine/,
      ),
    ]);
    expect(messagesOf('{ kind: alerts, minTier: machine }', yielded)).toEqual([
      expect.stringMatching(/install a provider or declare a producer/),
    ]);
  });

  it.each([
    tests('machine'),
    tests('asserted'),
    `{ ${SLO}, minTier: ci }`,
    '{ kind: alerts }',
  ])('of %s is taken', gate => {
    expect(messagesOf(gate, yielded)).toEqual([]);
  });

  it('is not judged where it is not known who yields what', () => {
    expect(messagesOf(tests('ci'))).toEqual([]);
  });
});

describe.each(gateTable.map(({ kind }) => kind))('a gate of kind %s', kind => {
  const entry = gateTable.find(each => each.kind === kind);

  it('is known to the schema and explained in the reference', () => {
    expect(rulesReference()).toContain(`of kind \`${kind}\``);
    const wrong = gateRulesSchema.safeParse({ kind, unknownKey: 1 });
    expect(JSON.stringify(wrong.error?.issues)).toContain('unknownKey');
  });

  it('has an age limit where it is on evidence about an environment', () => {
    const isOnEvidence =
      entry !== undefined && Object.hasOwn(entry.schema.shape, 'maxAge');
    const isLimited = entry?.defaultMaxAge !== undefined;
    expect(isLimited).toBe(isOnEvidence && entry.subject === 'environment');
  });
});
