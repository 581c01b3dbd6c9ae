// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateKindOf } from '../gates/gateTable';
import {
  type EvidenceTier,
  evidenceTiers,
  evidenceTierSchema,
} from '../model/Evidence';
import { entriesOf, fieldOf, listOf, ruleIdOf, textOf } from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';

/** Of which trust somebody sends evidence or a source is asked, by kind of gate. */
export type YieldedTiers = Readonly<
  Partial<Record<string, readonly EvidenceTier[]>>
>;

/**
 * Gates and validations have ids of their own on their path, and ask for what can be met. Without `yielded` it is not
 * asked whether somebody sends evidence of the trust that a gate names.
 */
export function checkGates(root: unknown, yielded?: YieldedTiers): Finding[] {
  const places = entriesOf(fieldOf(root, 'environments')).map(([name]) => name);
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
      ...gates.flatMap((gate, position) => [
        ...impossible(gate, [...at, position]),
        ...unknownPlaces(gate, [...at, position], places),
        ...(yielded ? unyielded(gate, [...at, position], yielded) : []),
      ]),
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

function unyielded(
  gate: unknown,
  at: DocumentPath,
  yielded: YieldedTiers,
): Finding[] {
  const kind = textOf(gate, 'kind') ?? '';
  const tier = evidenceTierSchema.safeParse(fieldOf(gate, 'minTier')).data;
  if (tier === undefined || !gateKindOf(kind)) return [];
  const tiers = yielded[kind] ?? [];
  const least = evidenceTiers.indexOf(tier);
  return tiers.some(each => evidenceTiers.indexOf(each) >= least)
    ? []
    : [
        {
          path: [...at, 'minTier'],
          at: 'value',
          message: `nobody yields ${kind} evidence of tier ${tier} or above, so this gate could never pass; ${
            tiers.length === 0
              ? 'install a provider or declare a producer of it'
              : `what there is has tier ${tiers.join(', ')}`
          }`,
        },
      ];
}

function unknownPlaces(
  gate: unknown,
  at: DocumentPath,
  places: readonly string[],
): Finding[] {
  return listOf(fieldOf(gate, 'trafficAmong')).flatMap(
    (name, index): Finding[] =>
      typeof name !== 'string' || places.includes(name)
        ? []
        : [
            {
              path: [...at, 'trafficAmong', index],
              at: 'value',
              message: `the rules have no environment ${name}; they have ${places.join(
                ', ',
              )}`,
            },
          ],
  );
}

/** What the kind of the gate finds wrong that its schema cannot see. */
function impossible(gate: unknown, at: DocumentPath): Finding[] {
  const problems = gateKindOf(textOf(gate, 'kind') ?? '')?.check?.(gate) ?? [];
  return problems.map(({ key, message }) => ({
    path: [...at, ...(typeof key === 'string' ? [key] : key)],
    at: 'value',
    message,
  }));
}
