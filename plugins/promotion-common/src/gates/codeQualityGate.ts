// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { countSchema, defineGate, onEvidence } from './GateKind';
import { judgeReports } from './judgeReports';

/** No more lint errors than allowed; a report over no files is no data. */
export const codeQualityGate = defineGate({
  kind: 'code-quality',
  title: 'Code quality',
  schema: z.strictObject({
    kind: z
      .literal('code-quality')
      .describe('No more lint errors than allowed'),
    ...onEvidence(),
    maxLintErrors: countSchema.describe('At most'),
  }),
  subject: 'release',
  ticks: false,
  judge: (rule, look) =>
    judgeReports(look, {
      kind: 'code-quality',
      rule,
      noun: () => 'lint report',
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
            remedy: `See which files the pipeline of ${look.facts.release.version} lints.`,
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
    }),
});
