// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import type { GateFacts } from './GateFacts';
import { judgeEnvironment } from './judgeEnvironment';
import { onSides } from './onSides';
import type { Verdict } from './Verdict';

/** No critical alert fires in the environment; an answer that names none is needed, silence is no data. */
export function alertsGate(
  rule: GateRulesOf<'alerts'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  return onSides(rule.on, facts, state =>
    judgeEnvironment(facts, state, {
      kind: 'alerts',
      rule,
      now,
      noun: 'list of critical alerts',
      judge: ({ critical }) => {
        const measure = {
          label: `Critical alerts in ${state.environment}`,
          value: String(critical.length),
          limit: '0',
        };
        if (critical.length === 0) {
          return {
            status: 'passed',
            code: 'no-critical-alerts',
            message: `No critical alert fires in ${state.environment}.`,
            measures: [{ ...measure, status: 'passed' }],
          };
        }
        const count =
          critical.length === 1
            ? '1 critical alert fires'
            : `${critical.length} critical alerts fire`;
        return {
          status: 'failed',
          code: 'critical-alerts',
          message: `${count} in ${state.environment}: ${named(critical)}.`,
          remedy: `Deal with ${named(critical)} in ${state.environment} first.`,
          measures: [{ ...measure, status: 'failed' }],
        };
      },
    }),
  );
}

function named(alerts: readonly string[]): string {
  const shown = [...alerts].sort().slice(0, 3).join(', ');
  return alerts.length > 3 ? `${shown} and ${alerts.length - 3} more` : shown;
}
