// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateKindOf } from '../gates/gateTable';
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

/** Gates and validations have ids of their own on their path, and ask for what can be met. */
export function* checkGates(root: unknown): Generator<Finding> {
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
