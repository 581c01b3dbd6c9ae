// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { gateKindOf } from '../gates/gateTable';
import type { GateResult } from '../model/Gate';
import type { Observation, ValidationResult } from './Progress';
import type { Readiness } from '../model/Readiness';

/**
 * Whether two judgements say the same, without what merely ticks: moments of looking, ages, figures of running systems.
 * A record for each poll would bury what happened.
 */
export function sameReadiness(
  before: Readiness | undefined,
  after: Readiness,
): boolean {
  return before !== undefined && same(ofReadiness(before), ofReadiness(after));
}

/** Whether looking again told nothing new about a deployment. */
export function sameObservation(
  before: Observation | undefined,
  after: Observation,
): boolean {
  return (
    before !== undefined && same(ofObservation(before), ofObservation(after))
  );
}

/**
 * Whether what was live and healthy still is, since the same moment. How much of its time to stay so is over is told by
 * the validation that asks for it.
 */
export function staysHealthy(
  before: Observation | undefined,
  after: Observation,
): boolean {
  if (before?.status !== 'live' || before.healthySince === undefined) {
    return false;
  }
  const { status, message } = before;
  return (
    (after.status === 'live' || after.status === 'waiting') &&
    sameObservation(before, { ...after, status, message })
  );
}

/** Whether validating again told nothing new. */
export function sameResults(
  before: readonly ValidationResult[],
  after: readonly ValidationResult[],
): boolean {
  return same(before.map(ofResult), after.map(ofResult));
}

function ofReadiness(readiness: Readiness) {
  const { tally } = readiness;
  return {
    gates: readiness.gates.map(ofGate),
    blockingGateIds: readiness.blockingGateIds,
    barred: readiness.barred,
    overridden: readiness.overridden ?? [],
    tally: {
      reached: tally.reached,
      rejected: tally.rejected,
      slots: tally.slots,
      satisfiable: tally.satisfiable,
      dismissals: tally.dismissals.map(({ approvalId, reason }) => ({
        approvalId,
        reason,
      })),
    },
    waits: readiness.waits.map(({ kind, until }) => ({
      kind,
      until: until ?? null,
    })),
  };
}

function ofGate(gate: GateResult) {
  // Figures that move with the clock and the traffic are no news; their verdict is.
  const ticks = gateKindOf(gate.kind)?.ticks ?? false;
  return {
    gateId: gate.gateId,
    mode: gate.mode,
    status: gate.status,
    code: gate.reason.code,
    measures: gate.measures.map(({ label, limit, status, value }) => ({
      label,
      limit,
      status,
      value: ticks ? null : value ?? null,
    })),
    children: (gate.children ?? []).map(({ environment, status }) => ({
      environment,
      status,
    })),
  };
}

function ofObservation(observation: Observation) {
  const { observedAt, ...rest } = observation;
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function ofResult({ name, status, message }: ValidationResult) {
  return { name, status, message };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
