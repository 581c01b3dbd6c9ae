// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateKind, GateResult } from '../model/Gate';
import { isBefore } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRules } from '../rules/gateRules';
import type { PathRules } from '../rules/PromotionRules';
import { alertsGate } from './alertsGate';
import { canaryGate } from './canaryGate';
import { codeQualityGate } from './codeQualityGate';
import { coverageGate } from './coverageGate';
import { errorBudgetGate } from './errorBudgetGate';
import type { GateFacts } from './GateFacts';
import { performanceGate } from './performanceGate';
import { sloGate } from './sloGate';
import { soakGate } from './soakGate';
import { stabilityGate } from './stabilityGate';
import { testsGate } from './testsGate';
import type { Verdict } from './Verdict';
import { vulnerabilitiesGate } from './vulnerabilitiesGate';

/** What people call each kind of gate. */
export const gateTitles = {
  tests: 'Tests',
  coverage: 'Code coverage',
  vulnerabilities: 'Vulnerabilities',
  'code-quality': 'Code quality',
  performance: 'Performance',
  slo: 'Service level',
  'error-budget': 'Error budget',
  alerts: 'Critical alerts',
  stability: 'Deployment stability',
  soak: 'Soak time',
  canary: 'Canary metrics',
} satisfies Record<GateKind, string>;

/** The id of a gate on its path: its name, else its kind. */
export function gateIdOf(rule: GateRules): string {
  return rule.name ?? rule.kind;
}

/**
 * Judges every gate of a path, in the order of the rules. No verdict depends on another or on the order; no data,
 * old data, data about something else and a broken source are never a pass.
 */
export function evaluateGates(
  path: PathRules,
  facts: GateFacts,
  now: Timestamp,
): GateResult[] {
  return path.gates.map(rule => resultOf(rule, judge(rule, facts, now)));
}

function judge(rule: GateRules, facts: GateFacts, now: Timestamp): Verdict {
  switch (rule.kind) {
    case 'tests':
      return testsGate(rule, facts, now);
    case 'coverage':
      return coverageGate(rule, facts, now);
    case 'vulnerabilities':
      return vulnerabilitiesGate(rule, facts, now);
    case 'code-quality':
      return codeQualityGate(rule, facts, now);
    case 'performance':
      return performanceGate(rule, facts, now);
    case 'slo':
      return sloGate(rule, facts, now);
    case 'error-budget':
      return errorBudgetGate(rule, facts, now);
    case 'alerts':
      return alertsGate(rule, facts, now);
    case 'stability':
      return stabilityGate(rule, facts, now);
    case 'soak':
      return soakGate(rule, facts, now);
    case 'canary':
      return canaryGate(rule, facts, now);
    default:
      return unreachable(rule);
  }
}

function resultOf(rule: GateRules, verdict: Verdict): GateResult {
  const evidence = verdict.evidence ?? [];
  const oldest = evidence.reduce<Timestamp | undefined>(
    (first, { observedAt }) =>
      first === undefined || isBefore(observedAt, first) ? observedAt : first,
    undefined,
  );
  const sources = [...new Set(evidence.map(each => each.producer))].sort();
  const url = evidence.find(each => each.url !== undefined)?.url;
  const { remedy, environment, reevaluateAt, children } = verdict;
  return {
    gateId: gateIdOf(rule),
    kind: rule.kind,
    title: gateTitles[rule.kind],
    mode: rule.mode,
    status: verdict.status,
    reason: { code: verdict.code, message: capitalized(verdict.message) },
    measures: [...verdict.measures],
    evidenceIds: evidence.map(each => each.evidenceId),
    ...(remedy !== undefined && { remedy }),
    ...(environment !== undefined && { environment }),
    ...(sources.length > 0 && { source: sources.join(', ') }),
    ...(url !== undefined && { url }),
    ...(oldest !== undefined && { observedAt: oldest }),
    ...(reevaluateAt !== undefined && { reevaluateAt }),
    ...(children && { children }),
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function unreachable(rule: never): never {
  throw new TypeError(`no gate judges ${JSON.stringify(rule)}`);
}
