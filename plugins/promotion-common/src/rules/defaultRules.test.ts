// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { outdatedFiles } from '../../generate';
import { parseRules } from './parseRules';
import type { PromotionRules } from './PromotionRules';
import { JsonSchema, rulesJsonSchema } from './rulesJsonSchema';

const ROOT = resolve(__dirname, '../../../..');

function defaultRules(): PromotionRules {
  const file = resolve(ROOT, 'promotion/promotion-rules.yaml');
  const parsed = parseRules(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems, null, 2));
  return parsed.rules;
}

function gatesOf(from: string) {
  const path = defaultRules().paths.find(each => each.from === from);
  return Object.fromEntries(path?.gates.map(gate => [gate.kind, gate]) ?? []);
}

describe('the default rules', () => {
  it('lead from dev over staging and canary to production', () => {
    expect(
      defaultRules().paths.map(({ from, to }) => `${from} → ${to}`),
    ).toEqual(['dev → staging', 'staging → canary', 'canary → production']);
  });

  // The table of the guide, row by row.
  it.each([
    ['dev', ['unit', 'integration'], '70', 5, '99', '1', '50'],
    [
      'staging',
      ['unit', 'integration', 'e2e', 'performance'],
      '80',
      0,
      '99.5',
      '0.5',
      '30',
    ],
    [
      'canary',
      ['unit', 'integration', 'e2e', 'performance'],
      '85',
      0,
      '99.9',
      '0.1',
      '20',
    ],
  ])(
    'ask from %s on what the guide says',
    (
      from,
      suites,
      min,
      maxHigh,
      minAvailability,
      maxErrorRate,
      maxConsumed,
    ) => {
      expect(gatesOf(from)).toMatchObject({
        tests: { suites },
        coverage: { min },
        vulnerabilities: { maxCritical: 0, maxHigh },
        'code-quality': { maxLintErrors: 0 },
        slo: { minAvailability, maxErrorRate, on: 'source' },
        'error-budget': { maxConsumed, on: 'source' },
        alerts: { on: 'both', maxAge: 600_000 },
        stability: { minDuration: 7_200_000 },
      });
    },
  );

  it('judge the canary only on the way to production', () => {
    expect(gatesOf('dev').canary ?? gatesOf('staging').canary).toBeUndefined();
    expect(gatesOf('canary').canary).toMatchObject({
      minTrafficShare: '10',
      minDuration: 86_400_000,
      minSuccessRate: '99',
    });
  });

  it('enforce every gate, and promote nothing by themselves', () => {
    const { paths } = defaultRules();
    expect(
      new Set(paths.flatMap(path => path.gates.map(gate => gate.mode))),
    ).toEqual(new Set(['enforce']));
    expect(paths.map(path => path.autoPromote)).toEqual([false, false, false]);
  });

  it('ask the people the guide names', () => {
    const roles = defaultRules().paths.map(path =>
      path.approvals.slots.map(slot => `${slot.count} ${slot.role}`),
    );
    expect(roles).toEqual([
      [],
      ['1 sre', '1 qa'],
      ['1 sre', '1 engineering-lead', '1 product-owner'],
    ]);
  });

  it('let SRE override with a review by the Engineering Lead within 72 h', () => {
    for (const path of defaultRules().paths) {
      expect(path.overrides).toEqual({
        roles: ['sre'],
        targets: ['gates', 'approval', 'windows', 'holds', 'barred'],
        review: { role: 'engineering-lead', within: 72 * 3_600_000 },
      });
    }
  });
});

describe('the generated files', () => {
  it('are current', () => {
    expect(outdatedFiles()).toEqual([]);
  });

  it('explain every key', () => {
    expect(keysWithoutMeaning(rulesJsonSchema(), '')).toEqual([]);
  });
});

function keysWithoutMeaning(schema: JsonSchema, place: string): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(
    ([key, property]) => [
      ...(property.description ? [] : [`${place}.${key}`]),
      ...keysWithoutMeaning(property, `${place}.${key}`),
    ],
  );
  const inside = [
    ...(schema.items ? [schema.items] : []),
    ...(schema.oneOf ?? []),
    ...(typeof schema.additionalProperties === 'object'
      ? [schema.additionalProperties]
      : []),
  ];
  return [...own, ...inside.flatMap(each => keysWithoutMeaning(each, place))];
}
