// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { checkGates, type YieldedTiers } from './checkGates';
import { checkGraph } from './checkGraph';
import { checkRoles } from './checkRoles';
import { checkTemplates } from './checkTemplates';
import type { Finding } from './RulesProblem';

/**
 * What a schema cannot see, one by one as it is asked for. Works on the document as read, not as parsed, so that these
 * mistakes are said together with those of the schema and not one round later.
 */
export function* checkRules(
  root: unknown,
  yielded?: YieldedTiers,
): Generator<Finding> {
  yield* checkGraph(root);
  yield* checkRoles(root);
  yield* checkGates(root, yielded);
  yield* checkTemplates(root);
}
