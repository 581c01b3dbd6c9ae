// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Wait } from '../../model/Readiness';
import { concurrency } from './concurrency';
import { hold } from './hold';
import { notBefore } from './notBefore';
import { outage } from './outage';
import { slot } from './slot';
import type { LiftedBy, WaitKind } from './WaitKind';

/** Every kind of wait, in the order people read them. Rules have no windows in this version, so nothing waits for one. */
export const waitTable = {
  'not-before': notBefore,
  hold,
  outage,
  slot,
  concurrency,
} as const satisfies Record<Exclude<Wait['kind'], 'window'>, WaitKind>;

/** Who ends a wait of this kind. */
export function liftedBy(kind: Wait['kind']): LiftedBy {
  return kind === 'window' ? 'time' : waitTable[kind].liftedBy;
}

export { holdCovers } from './hold';
