// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { alertsGate } from './alertsGate';
import { canaryGate } from './canaryGate';
import { codeQualityGate } from './codeQualityGate';
import { coverageGate } from './coverageGate';
import { errorBudgetGate } from './errorBudgetGate';
import type { GateKind, GateRule } from './GateKind';
import { performanceGate } from './performanceGate';
import { sloGate } from './sloGate';
import { soakGate } from './soakGate';
import { stabilityGate } from './stabilityGate';
import { testsGate } from './testsGate';
import { vulnerabilitiesGate } from './vulnerabilitiesGate';

/** Every kind of gate, in the order people read them. */
export const gateTable = [
  testsGate,
  coverageGate,
  vulnerabilitiesGate,
  codeQualityGate,
  performanceGate,
  sloGate,
  errorBudgetGate,
  alertsGate,
  stabilityGate,
  soakGate,
  canaryGate,
] as const;

/** An entry of whatever kind. */
export type AnyGateKind = Omit<GateKind, 'schema'>;

/** The entry of a kind; absent: this version has no such gate. */
export function gateKindOf(kind: string): AnyGateKind | undefined {
  return gateTable.find(entry => entry.kind === kind);
}

/**
 * What a gate asks of a source beyond the kind, as one text: the window, and the objective of a budget. Two gates of one
 * kind on one environment may ask differently, and each counts only what was measured for its own question. Absent: all
 * gates of the kind ask the same.
 */
export function questionOf(rule: GateRule): string | undefined {
  return gateKindOf(rule.kind)?.questionOf?.(rule);
}
