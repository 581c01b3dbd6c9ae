// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { compareDecimals, subtractDecimals, trimZeros } from '../model/decimal';
import { durationSchema, percentageSchema } from './quantities';
import { fieldOf, listOf, ruleIdOf, textOf } from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';

/** Gates and validations have ids of their own on their path, and ask for what can be met. */
export function checkGates(root: unknown): Finding[] {
  return listOf(fieldOf(root, 'paths')).flatMap((path, index) => {
    const gates = listOf(fieldOf(path, 'gates'));
    const at = ['paths', index, 'gates'];
    return [
      ...repeatedIds(gates, at),
      ...repeatedIds(listOf(fieldOf(path, 'validations')), [
        'paths',
        index,
        'validations',
      ]),
      ...gates.flatMap((gate, position) => impossible(gate, [...at, position])),
    ];
  });
}

function repeatedIds(rules: readonly unknown[], at: DocumentPath): Finding[] {
  const ids = rules.map(ruleIdOf);
  return ids.flatMap((id, index): Finding[] => {
    if (id === undefined || ids.indexOf(id) === index) return [];
    const key = fieldOf(rules[index], 'name') === undefined ? 'kind' : 'name';
    return [
      {
        path: [...at, index, key],
        at: 'value',
        message: `two of them are called ${id}: give one another name`,
      },
    ];
  });
}

function impossible(gate: unknown, at: DocumentPath): Finding[] {
  switch (textOf(gate, 'kind')) {
    case 'tests':
      return repeatedSuites(gate, at);
    case 'slo':
      return impossibleSlo(gate, at);
    case 'error-budget':
      return impossibleBudget(gate, at);
    default:
      return [];
  }
}

function repeatedSuites(gate: unknown, at: DocumentPath): Finding[] {
  const suites = listOf(fieldOf(gate, 'suites'));
  return suites.flatMap((suite, index): Finding[] =>
    suites.indexOf(suite) === index
      ? []
      : [
          {
            path: [...at, 'suites', index],
            at: 'value',
            message: `the suite ${String(suite)} stands here twice`,
          },
        ],
  );
}

/** Availability and error rate come from one pair of counts, so limits that differ hide one another. */
function impossibleSlo(gate: unknown, at: DocumentPath): Finding[] {
  const findings: Finding[] = [];
  const availability = percentage(gate, 'minAvailability');
  const errorRate = percentage(gate, 'maxErrorRate');
  if (availability !== undefined && errorRate !== undefined) {
    const implied = subtractDecimals('100', availability);
    if (compareDecimals(implied, errorRate) !== 0) {
      findings.push({
        path: [...at, 'maxErrorRate'],
        at: 'value',
        message: `maxErrorRate ${errorRate}% and minAvailability ${availability}% do not fit together: an availability of ${trimZeros(
          availability,
        )}% is an error rate of ${implied}%`,
      });
    }
  }
  const window = duration(gate, 'window');
  const minDuration = duration(gate, 'minDuration');
  if (
    window !== undefined &&
    minDuration !== undefined &&
    window < minDuration
  ) {
    findings.push({
      path: [...at, 'window'],
      at: 'value',
      message:
        'window is shorter than minDuration, so there could never be enough data',
    });
  }
  return findings;
}

function impossibleBudget(gate: unknown, at: DocumentPath): Finding[] {
  const findings: Finding[] = [];
  const objective = percentage(gate, 'objective');
  if (objective !== undefined && compareDecimals(objective, '100') === 0) {
    findings.push({
      path: [...at, 'objective'],
      at: 'value',
      message:
        'an objective of 100% leaves no error budget: promise less, such as 99.9%',
    });
  }
  const maxConsumed = percentage(gate, 'maxConsumed');
  if (maxConsumed !== undefined && compareDecimals(maxConsumed, '0') === 0) {
    findings.push({
      path: [...at, 'maxConsumed'],
      at: 'value',
      message:
        'the consumed share must be below maxConsumed, so 0% could never pass',
    });
  }
  return findings;
}

function percentage(gate: unknown, key: string): string | undefined {
  return percentageSchema.safeParse(fieldOf(gate, key)).data;
}

function duration(gate: unknown, key: string): number | undefined {
  return durationSchema.safeParse(fieldOf(gate, key)).data;
}
