// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult, GateStatus } from 'backstage-plugin-promotion-common';

const weightOfStatus = {
  failed: 0,
  errored: 1,
  mismatched: 2,
  'no-data': 3,
  stale: 4,
  pending: 5,
  passed: 6,
} as const satisfies Record<GateStatus, number>;

/** Whether a gate stands in the way by itself: enforced and not passed. Overrides lie beside, not in here. */
export function isBlocking(gate: GateResult): boolean {
  return gate.mode === 'enforce' && gate.status !== 'passed';
}

/**
 * Gates as people need them: what blocks first (worst verdict on top), then warnings, then what passed, each in the
 * order of the rules. Observed gates are not in the list; they belong to the details.
 */
export function orderGates(gates: readonly GateResult[]): GateResult[] {
  return gates
    .filter(gate => gate.mode !== 'observe')
    .map((gate, index) => ({ gate, index }))
    .sort((a, b) => weightOf(a.gate) - weightOf(b.gate) || a.index - b.index)
    .map(({ gate }) => gate);
}

function weightOf(gate: GateResult): number {
  if (gate.status === 'passed' || isBlocking(gate)) {
    return weightOfStatus[gate.status];
  }
  return weightOfStatus.passed - 0.5;
}

/** How many gates let through, of those that count. `total` leaves out observed gates. */
export interface GateCount {
  readonly passed: number;
  readonly blocking: number;
  readonly total: number;
}

/** Counts what the gates say, for the one-line summary of a path. */
export function countGates(gates: readonly GateResult[]): GateCount {
  const shown = gates.filter(gate => gate.mode !== 'observe');
  return {
    passed: shown.filter(gate => gate.status === 'passed').length,
    blocking: shown.filter(isBlocking).length,
    total: shown.length,
  };
}
