// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { GateResult } from '../model/Gate';
import { isBefore } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRule } from './GateKind';
import { gateKindOf } from './gateTable';
import { lookAt, type GateFacts } from './look';
import type { Verdict } from './Verdict';

/** The id of a gate on its path: its name, else its kind. */
export function gateIdOf(rule: GateRule): string {
  return rule.name ?? rule.kind;
}

/**
 * Judges every gate of a path, in the order of the rules. No verdict depends on another or on the order; no data,
 * old data, data about something else and a broken source are never a pass.
 */
export function evaluateGates(
  path: { readonly gates: readonly GateRule[] },
  facts: GateFacts,
  now: Timestamp,
): GateResult[] {
  const look = lookAt(facts, now);
  return path.gates.map(rule => {
    const kind = gateKindOf(rule.kind);
    return kind
      ? resultOf(rule, kind.title, kind.judge(rule, look))
      : resultOf(rule, rule.kind, unknownKind(rule));
  });
}

/** The terms of a promotion may be of a version that knew more kinds. */
function unknownKind({ kind }: GateRule): Verdict {
  return {
    status: 'errored',
    code: 'unknown-kind',
    message: `This version has no gate of kind ${kind}.`,
    remedy: 'Install a version that has it, or remove it from the rules.',
    measures: [],
  };
}

function resultOf(rule: GateRule, title: string, verdict: Verdict): GateResult {
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
    title,
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
