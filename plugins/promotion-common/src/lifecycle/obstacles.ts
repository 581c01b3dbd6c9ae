// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateIdOf } from '../gates/evaluateGates';
import { liftsGate } from '../model/Approval';
import { refusingObstacles } from '../explain/helpersOf';
import type { Promotion } from './Promotion';
import type { Readiness } from '../model/Readiness';
import type { OpenState } from './isTerminal';

type Judged = Pick<Promotion, 'kind'> & {
  readonly terms: Pick<Promotion['terms'], 'path'>;
};

/**
 * Enforced gates that stand in the way: those that do not pass and nobody let go, and those the path asks for that were
 * not judged at all. A gate nobody judged is never a pass. A rollback by hand has no gates.
 */
export function blockingGateIds(
  { kind, terms }: Judged,
  readiness: Readiness,
): readonly string[] {
  if (kind === 'rollback') return [];
  const verdicts = new Map(
    readiness.gates.map(gate => [gate.gateId, gate.status]),
  );
  const failing = readiness.gates
    .filter(gate => gate.mode === 'enforce' && gate.status !== 'passed')
    .filter(
      gate =>
        !(readiness.overridden ?? []).some(target => liftsGate(target, gate)),
    )
    .map(gate => gate.gateId);
  const unjudged = terms.path.gates
    .filter(gate => gate.mode === 'enforce')
    .map(gateIdOf)
    .filter(gateId => !verdicts.has(gateId));
  return [...new Set([...readiness.blockingGateIds, ...failing, ...unjudged])];
}

/** Whether the people who must agree did, or an authorised person let their agreement go. A rollback by hand needs none. */
export function quorumHolds(
  { kind }: Pick<Promotion, 'kind'>,
  readiness: Readiness,
): boolean {
  if (kind === 'rollback') return true;
  return (
    readiness.tally.reached ||
    (readiness.overridden ?? []).some(target => target.kind === 'approval')
  );
}

/** Where a promotion stands by its readiness: what it waits for first, or that it may execute now. */
export function standing(
  promotion: Judged,
  readiness: Readiness,
  slotsFree: boolean,
): Extract<
  OpenState,
  'awaiting-gates' | 'awaiting-approval' | 'queued' | 'executing'
> {
  const goesForwards = promotion.kind === 'promotion';
  const isStopped =
    goesForwards &&
    (readiness.barred || refusingObstacles(readiness).length > 0);
  if (isStopped || blockingGateIds(promotion, readiness).length > 0) {
    return 'awaiting-gates';
  }
  if (!quorumHolds(promotion, readiness)) return 'awaiting-approval';
  if (readiness.waits.length > 0 || !slotsFree) return 'queued';
  return 'executing';
}
