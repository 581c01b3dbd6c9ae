// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError } from '@backstage/errors';
import type { PlannedPath } from '../facts/planPath';
import { refuse } from '../RefusedError';

/** A plan that there is. */
export type Planned = Extract<PlannedPath, { readonly ok: true }>;

/** The plan. @throws InputError when the rules have no such path; RefusedError with the core's reasons */
export function orRefuse(planned: PlannedPath): Planned {
  if (planned.ok) return planned;
  const { code, message, remedy, explanation } = planned.refusal;
  if (code === 'no-path') throw new InputError(`${message} ${remedy}`);
  return refuse({ code, message, explanation });
}
