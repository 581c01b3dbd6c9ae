// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { nearestOf } from './nearest';
import {
  entriesOf,
  fieldOf,
  listed,
  listOf,
  shortened,
  textOf,
} from './rawValues';
import type { Finding } from './RulesProblem';

interface Edge {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

/** Paths lead between known, different environments, once each, and never in a circle. */
export function* checkGraph(root: unknown): Generator<Finding> {
  const environments = new Set(
    entriesOf(fieldOf(root, 'environments')).map(([name]) => name),
  );
  const first = new Map<string, number>();
  const edges: Edge[] = [];
  for (const [index, path] of listOf(fieldOf(root, 'paths')).entries()) {
    const from = textOf(path, 'from');
    const to = textOf(path, 'to');
    for (const [end, name] of Object.entries({ from, to })) {
      if (name === undefined || environments.has(name)) continue;
      yield unknownEnvironment(['paths', index, end], name, environments);
    }
    if (from === undefined || to === undefined) continue;
    const at = { path: ['paths', index, 'to'], at: 'value' } as const;
    const key = `${from}\n${to}`;
    const twin = first.get(key);
    if (from === to) {
      yield { ...at, message: 'a path leads to another environment' };
    } else if (twin !== undefined) {
      const message = `duplicate path; first defined as path ${twin + 1}`;
      yield { ...at, message };
    } else {
      first.set(key, index);
      edges.push({ index, from, to });
    }
  }
  for (const { edge, way } of circlesIn(edges)) {
    const shown =
      way.length > 12 ? [...way.slice(0, 9), '…', ...way.slice(-2)] : way;
    const cycle = shown.map(shortened).join(' → ');
    const message = `the paths form a cycle: ${cycle}`;
    yield { path: ['paths', edge.index, 'to'], at: 'value', message };
  }
  for (const [name] of entriesOf(fieldOf(root, 'maxConcurrent'))) {
    if (environments.has(name)) continue;
    yield unknownEnvironment(['maxConcurrent', name], name, environments);
  }
}

function unknownEnvironment(
  path: readonly (string | number)[],
  name: string,
  environments: ReadonlySet<string>,
): Finding {
  const nearest = nearestOf(name, environments);
  const hint =
    nearest === undefined
      ? `define it, or use one of ${
          listed([...environments]) || '(none defined)'
        }`
      : `did you mean ${shortened(nearest)}?`;
  return {
    path,
    at: path[0] === 'maxConcurrent' ? 'key' : 'value',
    message: `there is no environment ${shortened(name)}: ${hint}`,
    ...(nearest !== undefined && { nearest }),
  };
}

/** The edges that close a circle, each with the way round; every edge is gone along once. */
function* circlesIn(
  edges: readonly Edge[],
): Generator<{ edge: Edge; way: readonly string[] }> {
  const leaving = new Map<string, Edge[]>();
  for (const edge of edges) {
    const others = leaving.get(edge.from);
    if (others) others.push(edge);
    else leaving.set(edge.from, [edge]);
  }
  const done = new Set<string>();
  for (const start of leaving.keys()) {
    const way: string[] = [];
    const steps = [{ name: start, next: 0 }];
    const onWay = new Map<string, number>();
    for (let step = steps.at(-1); step; step = steps.at(-1)) {
      const { name } = step;
      if (step.next === 0 && !done.has(name)) {
        onWay.set(name, way.length);
        way.push(name);
      }
      const edge = done.has(name) ? undefined : leaving.get(name)?.[step.next];
      if (!edge) {
        if (onWay.delete(name)) way.pop();
        done.add(name);
        steps.pop();
        continue;
      }
      step.next += 1;
      const closesAt = onWay.get(edge.to);
      if (closesAt !== undefined) {
        yield { edge, way: [edge.from, ...way.slice(closesAt)] };
      } else if (!done.has(edge.to)) {
        steps.push({ name: edge.to, next: 0 });
      }
    }
  }
}
