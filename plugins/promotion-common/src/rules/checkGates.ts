// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateKindOf } from '../gates/gateTable';
import {
  type EvidenceTier,
  evidenceTiers,
  evidenceTierSchema,
} from '../model/Evidence';
import {
  entriesOf,
  fieldOf,
  listed,
  listOf,
  ruleIdOf,
  shortened,
  textOf,
} from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';

/** Of which trust somebody sends evidence or a source is asked, by kind of gate. */
export type YieldedTiers = Readonly<
  Partial<Record<string, readonly EvidenceTier[]>>
>;

/**
 * Gates and validations have ids of their own on their path, and ask for what can be met. Without `yielded` it is not
 * asked whether somebody sends evidence of the trust that a gate names.
 */
export function* checkGates(
  root: unknown,
  yielded?: YieldedTiers,
): Generator<Finding> {
  const places = new Set(
    entriesOf(fieldOf(root, 'environments')).map(([name]) => name),
  );
  for (const [index, path] of listOf(fieldOf(root, 'paths')).entries()) {
    const gates = listOf(fieldOf(path, 'gates'));
    yield* repeatedIds(gates, ['paths', index, 'gates']);
    yield* repeatedIds(listOf(fieldOf(path, 'validations')), [
      'paths',
      index,
      'validations',
    ]);
    for (const [position, gate] of gates.entries()) {
      const at = ['paths', index, 'gates', position];
      yield* impossible(gate, at);
      yield* unknownPlaces(gate, at, places);
      if (yielded) yield* unyielded(gate, at, yielded);
    }
  }
}

function* repeatedIds(
  rules: readonly unknown[],
  at: DocumentPath,
): Generator<Finding> {
  const seen = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const id = ruleIdOf(rule);
    if (id === undefined) continue;
    if (seen.has(id)) {
      const key = fieldOf(rule, 'name') === undefined ? 'kind' : 'name';
      yield {
        path: [...at, index, key],
        at: 'value',
        message: `duplicate name "${shortened(id)}"; rename one`,
      };
    }
    seen.add(id);
  }
}

function* unyielded(
  gate: unknown,
  at: DocumentPath,
  yielded: YieldedTiers,
): Generator<Finding> {
  const kind = textOf(gate, 'kind') ?? '';
  const tier = evidenceTierSchema.safeParse(fieldOf(gate, 'minTier')).data;
  if (tier === undefined || !gateKindOf(kind)) return;
  const tiers = yielded[kind] ?? [];
  const least = evidenceTiers.indexOf(tier);
  if (tiers.some(each => evidenceTiers.indexOf(each) >= least)) return;
  yield {
    path: [...at, 'minTier'],
    at: 'value',
    message: `nobody yields ${kind} evidence of tier ${tier} or above, so this gate could never pass; ${
      tiers.length === 0
        ? 'install a provider or declare a producer of it'
        : `what there is has tier ${tiers.join(', ')}`
    }`,
  };
}

function* unknownPlaces(
  gate: unknown,
  at: DocumentPath,
  places: ReadonlySet<string>,
): Generator<Finding> {
  for (const [index, name] of listOf(fieldOf(gate, 'trafficAmong')).entries()) {
    if (typeof name !== 'string' || places.has(name)) continue;
    yield {
      path: [...at, 'trafficAmong', index],
      at: 'value',
      message: `there is no environment ${shortened(
        name,
      )}: define it, or use one of ${listed([...places])}`,
    };
  }
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
