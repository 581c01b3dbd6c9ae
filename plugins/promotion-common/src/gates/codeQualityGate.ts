// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import type { GateFacts } from './GateFacts';
import { judgeRelease } from './judgeRelease';
import type { Verdict } from './Verdict';

/** No more lint errors than allowed; a report over no files is no data. */
export function codeQualityGate(
  rule: GateRulesOf<'code-quality'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const { version } = facts.release;
  return judgeRelease(facts, {
    kind: 'code-quality',
    rule,
    now,
    noun: 'lint report',
    judge: ({ files, lintErrors }) => {
      const measure = {
        label: 'Lint errors',
        value: String(lintErrors),
        limit: `≤ ${rule.maxLintErrors}`,
      };
      if (lintErrors > rule.maxLintErrors) {
        return {
          status: 'failed',
          code: 'lint-errors-over-limit',
          message: `${lintErrors} lint errors, above the limit of ${rule.maxLintErrors}.`,
          remedy: `Mend them, build a new release and let the pipeline send its lint report.`,
          measures: [{ ...measure, status: 'failed' }],
        };
      }
      if (files === 0) {
        return {
          status: 'no-data',
          code: 'nothing-linted',
          message: 'The lint report is over no files.',
          remedy: `See which files the pipeline of ${version} lints.`,
          measures: [{ ...measure, status: 'no-data' }],
        };
      }
      return {
        status: 'passed',
        code: 'lint-errors-within-limit',
        message: `${lintErrors} lint errors; the limit is ${rule.maxLintErrors}.`,
        measures: [{ ...measure, status: 'passed' }],
      };
    },
  });
}
