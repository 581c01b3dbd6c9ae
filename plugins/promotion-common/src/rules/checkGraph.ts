// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { nearestOf } from './nearest';
import { entriesOf, fieldOf, listOf, textOf } from './rawValues';
import type { Finding } from './RulesProblem';

interface Edge {
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

/** Paths lead between known, different environments, once each, and never in a circle. */
export function checkGraph(root: unknown): Finding[] {
  const environments = entriesOf(fieldOf(root, 'environments')).map(
    ([name]) => name,
  );
  const paths = listOf(fieldOf(root, 'paths'));
  const edges = paths.flatMap((path, index): Edge[] => {
    const from = textOf(path, 'from');
    const to = textOf(path, 'to');
    return from === undefined || to === undefined ? [] : [{ index, from, to }];
  });
  return [
    ...paths.flatMap((path, index) => unknownEnds(path, index, environments)),
    ...edges.flatMap((edge, position) =>
      edgeProblem(edge, edges.slice(0, position)),
    ),
    ...entriesOf(fieldOf(root, 'maxConcurrent')).flatMap(([name]) =>
      environments.includes(name)
        ? []
        : [unknownEnvironment(['maxConcurrent', name], name, environments)],
    ),
  ];
}

function unknownEnds(
  path: unknown,
  index: number,
  environments: readonly string[],
): Finding[] {
  return (['from', 'to'] as const).flatMap(end => {
    const name = textOf(path, end);
    return name === undefined || environments.includes(name)
      ? []
      : [unknownEnvironment(['paths', index, end], name, environments)];
  });
}

function unknownEnvironment(
  path: readonly (string | number)[],
  name: string,
  environments: readonly string[],
): Finding {
  const nearest = nearestOf(name, environments);
  const hint =
    nearest === undefined
      ? `define it, or use one of ${
          environments.join(', ') || '(none defined)'
        }`
      : `did you mean ${nearest}?`;
  return {
    path,
    at: path[0] === 'maxConcurrent' ? 'key' : 'value',
    message: `there is no environment ${name}: ${hint}`,
    ...(nearest !== undefined && { nearest }),
  };
}

function edgeProblem(edge: Edge, earlier: readonly Edge[]): Finding[] {
  const path = ['paths', edge.index, 'to'];
  if (edge.from === edge.to) {
    return [
      { path, at: 'value', message: 'a path leads to another environment' },
    ];
  }
  const twin = earlier.find(
    other => other.from === edge.from && other.to === edge.to,
  );
  if (twin) {
    const message = `this path stands here twice, first as path number ${
      twin.index + 1
    }: keep one`;
    return [{ path, at: 'value', message }];
  }
  const way = wayBetween(edge.to, edge.from, earlier);
  if (!way) return [];
  const circle = [edge.from, ...way].join(' → ');
  return [
    {
      path,
      at: 'value',
      message: `the paths make a circle, ${circle}: a release moves one way only`,
    },
  ];
}

function wayBetween(
  from: string,
  to: string,
  edges: readonly Edge[],
): readonly string[] | undefined {
  const queue: (readonly string[])[] = [[from]];
  const seen = new Set([from]);
  for (const way of queue) {
    const here = way.at(-1);
    if (here === to) return way;
    for (const next of edges.filter(edge => edge.from === here)) {
      if (seen.has(next.to)) continue;
      seen.add(next.to);
      queue.push([...way, next.to]);
    }
  }
  return undefined;
}
