// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError } from '@backstage/errors';
import type {
  Explanation,
  PathRules,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../../execution/FactsGatherer';
import { refuse } from '../../RefusedError';

/** A path of a component with both its environments, fit to be used. */
export interface ResolvedPath {
  readonly path: PathRules;
  readonly source: ResolvedEnvironment;
  readonly target: ResolvedEnvironment;
}

/** @throws InputError when the rules have no such path; RefusedError when an environment is not set up */
export function resolvePath(
  dossier: ComponentDossier,
  ends: { readonly from: string; readonly to: string },
): ResolvedPath {
  const { paths } = dossier.rules.rules;
  const path = paths.find(
    ({ from, to }) => from === ends.from && to === ends.to,
  );
  if (!path) {
    const known = paths.map(({ from, to }) => `${from} → ${to}`).join(', ');
    throw new InputError(
      `The rules ${dossier.rules.name} have no path ${ends.from} → ${ends.to}; there are ${known}.`,
    );
  }
  return {
    path,
    source: resolved(dossier, path.from),
    target: resolved(dossier, path.to),
  };
}

function resolved(
  dossier: ComponentDossier,
  environment: string,
): ResolvedEnvironment {
  const entry = dossier.environments[environment];
  if (entry?.ok) return entry.environment;
  const problems = entry?.problems ?? [
    {
      code: 'unknown-environment',
      message: `The rules name no environment ${environment}.`,
    },
  ];
  return notSetUp(dossier.title, environment, problems);
}

/** Names everything wrong with the setup of an environment. @throws RefusedError */
export function notSetUp(
  title: string,
  environment: string,
  problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly remedy?: string;
  }[],
): never {
  const message = `${environment} of ${title} is not set up: ${problems
    .map(problem => problem.message)
    .join(' ')}`;
  const explanation: Explanation = {
    code: 'configuration',
    tone: 'blocks',
    message,
    children: problems.map(problem => ({
      code: problem.code,
      tone: 'blocks',
      message: problem.message,
      ...(problem.remedy !== undefined && { remedy: problem.remedy }),
    })),
  };
  return refuse({ code: 'configuration', message, explanation });
}
