// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { entityName } from '../model/titles';
import type { ComponentFacts } from '../rules/ResolvedEnvironment';
import type { Refusal } from './PlanFacts';
import type { EnvironmentSetup } from './setupOf';

/** Why nothing can be planned into or out of environments that are not set up; absent: they are. */
export function setupRefusal(
  { componentRef, ownerRefs }: ComponentFacts,
  setup: readonly EnvironmentSetup[],
): Refusal | undefined {
  const broken = setup.find(({ problems }) => problems.length > 0);
  const [first] = broken?.problems ?? [];
  if (!broken || !first) return undefined;
  const message = `${broken.environment} of ${entityName(
    componentRef,
  )} is not set up: ${broken.problems
    .map(problem => problem.message)
    .join(' ')}`;
  const remedy = first.remedy ?? first.message;
  return {
    code: 'configuration',
    message,
    remedy,
    explanation: {
      code: 'configuration',
      tone: 'blocks',
      message,
      remedy,
      helpers: ownerRefs,
      children: broken.problems.map(problem => ({
        code: problem.code,
        tone: 'blocks',
        message: problem.message,
        ...(problem.remedy !== undefined && { remedy: problem.remedy }),
      })),
    },
  };
}
