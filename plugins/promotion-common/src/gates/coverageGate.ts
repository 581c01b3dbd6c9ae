// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import {
  compareToLimit,
  formatPercent,
  ratioToPercent,
} from '../model/decimal';
import { percentageSchema } from '../model/quantities';
import { defineGate, onEvidence } from './GateKind';
import { judgeReports } from './judgeReports';

/** The share of lines that tests cover, added up over modules and shards, as exact counts: 79.995 % is below 80 %. */
export const coverageGate = defineGate({
  kind: 'coverage',
  title: 'Code coverage',
  schema: z.strictObject({
    kind: z.literal('coverage').describe('Enough lines are covered by tests'),
    ...onEvidence(),
    min: percentageSchema.describe('Line coverage, at least'),
  }),
  subject: 'release',
  ticks: false,
  judge: (rule, look) => {
    const limit = formatPercent(rule.min);
    const { version } = look.facts.release;
    return judgeReports(look, {
      kind: 'coverage',
      rule,
      noun: () => 'coverage report',
      add: (a, b) => ({
        kind: 'coverage',
        covered: a.covered + b.covered,
        valid: a.valid + b.valid,
      }),
      judge: ({ covered, valid }) => {
        const share = ratioToPercent(covered, valid);
        const measure = { label: 'Line coverage', limit: `≥ ${limit}` };
        if (!share) {
          return {
            status: 'no-data',
            code: 'nothing-to-cover',
            message: 'The coverage report counts no lines at all.',
            remedy: `See which files the pipeline of ${version} measures.`,
            measures: [{ ...measure, status: 'no-data' }],
          };
        }
        const value = formatPercent(share, rule.min);
        if (compareToLimit(share, rule.min) < 0) {
          return {
            status: 'failed',
            code: 'coverage-below-limit',
            message: `Coverage is ${value}, below the limit of ${limit}.`,
            remedy: `Raise line coverage to ${limit} and let the pipeline send the report for ${version}.`,
            measures: [{ ...measure, value, status: 'failed' }],
          };
        }
        return {
          status: 'passed',
          code: 'coverage-reached',
          message: `Coverage is ${value}; the limit is ${limit}.`,
          measures: [{ ...measure, value, status: 'passed' }],
        };
      },
    });
  },
});
