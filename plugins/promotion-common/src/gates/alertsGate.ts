// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { defineGate, onEvidence, onSide } from './GateKind';
import { judgeMeasured } from './judgeMeasured';

const MAX_AGE_MS = 15 * 60_000;
/** A source is asked every minute: so long after a deployment its answer may still be of the time before. */
const ENOUGH_MS = 2 * 60_000;

/** No critical alert fires in the environment; an answer that names none is needed, silence is no data. */
export const alertsGate = defineGate({
  kind: 'alerts',
  title: 'Critical alerts',
  schema: z.strictObject({
    kind: z.literal('alerts').describe('No critical alert fires'),
    ...onEvidence(MAX_AGE_MS),
    ...onSide,
  }),
  subject: 'environment',
  defaultMaxAge: MAX_AGE_MS,
  ticks: true,
  whileLive: true,
  judge: (rule, look) =>
    judgeMeasured(look, rule.on, {
      kind: 'alerts',
      rule,
      defaultMaxAge: MAX_AGE_MS,
      noun: 'list of critical alerts',
      whileLive: { windowOf: () => 0, enoughMs: ENOUGH_MS },
      judge: ({ critical }, { environment }) => {
        const measure = {
          label: `Critical alerts in ${environment}`,
          value: String(critical.length),
          limit: '0',
        };
        if (critical.length === 0) {
          return {
            status: 'passed',
            code: 'no-critical-alerts',
            message: `No critical alert fires in ${environment}.`,
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
          message: `${count} in ${environment}: ${named(critical)}.`,
          remedy: `Deal with ${named(critical)} in ${environment} first.`,
          measures: [{ ...measure, status: 'failed' }],
        };
      },
    }),
});

function named(alerts: readonly string[]): string {
  const shown = [...alerts].sort().slice(0, 3).join(', ');
  return alerts.length > 3 ? `${shown} and ${alerts.length - 3} more` : shown;
}
