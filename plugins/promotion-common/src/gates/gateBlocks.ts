// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { liftsGate, type OverrideTarget } from '../model/Approval';
import type { GateResult } from '../model/Gate';

/** Whether a gate stands in the way: it is enforced, did not pass, and nobody let it go. */
export function gateBlocks(
  result: GateResult,
  overrides: readonly { readonly target: OverrideTarget }[] = [],
): boolean {
  if (result.mode !== 'enforce' || result.status === 'passed') return false;
  return !overrides.some(({ target }) => liftsGate(target, result));
}
