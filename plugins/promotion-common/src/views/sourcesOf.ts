// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Snapshot } from '../facts/Snapshot';
import type { Evidence } from '../model/Evidence';
import type { ComponentView } from './ComponentView';

type Source = ComponentView['sources'][number];

/** Which outside systems answer, by what was recorded of them last. */
export function sourcesOf({
  states,
  evidence,
}: Pick<Snapshot, 'states' | 'evidence'>): Source[] {
  return [
    observed('GitOps repository', 'repository', states),
    observed('Argo CD', 'application', states),
    ...pulled(evidence),
  ];
}

function observed(
  name: string,
  source: 'repository' | 'application',
  states: Snapshot['states'],
): Source {
  const away = states
    .flatMap(({ problems }) => problems)
    .find(problem => problem.source === source && problem.kind === 'outage');
  if (!away) return { name, status: 'ok' };
  const { message, since } = away;
  return { name, status: 'unreachable', message, since };
}

/** A provider is away when the last thing recorded of it, whatever its kind, is that it gave no answer. */
function pulled(evidence: readonly Evidence[]): Source[] {
  const newest = new Map<string, Evidence>();
  for (const each of evidence) {
    if (each.tier !== 'pulled') continue;
    const known = newest.get(each.producer);
    if (!known || known.observedAt < each.observedAt) {
      newest.set(each.producer, each);
    }
  }
  return [...newest.values()].map(({ producer, problem, observedAt }) =>
    problem?.code === 'errored'
      ? {
          name: producer,
          status: 'unreachable',
          message: problem.message,
          since: observedAt,
        }
      : { name: producer, status: 'ok' },
  );
}
