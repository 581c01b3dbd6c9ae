// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult, GateStatus } from '../model/Gate';
import type { GateCounts, Obstacle } from '../model/Readiness';

const weightOfStatus = {
  failed: 0,
  errored: 1,
  mismatched: 2,
  'no-data': 3,
  stale: 4,
  pending: 5,
  passed: 7,
} as const satisfies Record<GateStatus, number>;

const WARNING = 6;
const OBSERVED = 8;

/**
 * Gates as people need them: what blocks first (worst verdict on top), then warnings and what was overridden, then what
 * passed, then what is only observed, each in the order of the rules.
 */
export function gatesInOrder(
  gates: readonly GateResult[],
  obstacles: readonly Obstacle[],
): GateResult[] {
  const weightOf = (gate: GateResult) => {
    if (gate.mode === 'observe') return OBSERVED;
    const counts = gate.status === 'passed' || isObstacle(gate, obstacles);
    return counts ? weightOfStatus[gate.status] : WARNING;
  };
  return [...gates].sort((a, b) => weightOf(a) - weightOf(b));
}

/** How many gates let through and how many block, without those that are only observed. */
export function countGates(
  gates: readonly GateResult[],
  obstacles: readonly Obstacle[],
): GateCounts {
  const shown = gates.filter(({ mode }) => mode !== 'observe');
  return {
    passed: shown.filter(({ status }) => status === 'passed').length,
    blocking: shown.filter(gate => isObstacle(gate, obstacles)).length,
    total: shown.length,
  };
}

function isObstacle(
  { gateId }: GateResult,
  obstacles: readonly Obstacle[],
): boolean {
  return obstacles.some(({ key }) => key === `gate:${gateId}`);
}
