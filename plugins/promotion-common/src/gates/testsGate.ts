// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { testSuiteSchema } from '../model/Evidence';
import type { Measure } from '../model/Gate';
import { listing } from '../model/titles';
import { checkKeys, defineGate, onEvidence } from './GateKind';
import type { FactsOf } from './judgeRecords';
import { judgeReports } from './judgeReports';
import type { Verdict } from './Verdict';

const schema = z.strictObject({
  kind: z
    .literal('tests')
    .describe('Test suites ran on this release and passed'),
  ...onEvidence(),
  suites: z
    .array(testSuiteSchema)
    .min(1)
    .describe('Each must have run and passed'),
});

/** Each suite that is asked for has run on this release, and nothing in it failed. */
export const testsGate = defineGate({
  kind: 'tests',
  title: 'Tests',
  schema,
  subject: 'release',
  ticks: false,
  check: checkKeys(schema.partial(), ({ suites = [] }) =>
    suites.flatMap((suite, index) =>
      suites.indexOf(suite) === index
        ? []
        : [
            {
              key: ['suites', index],
              message: `the suite ${suite} stands here twice`,
            },
          ],
    ),
  ),
  judge: (rule, look) =>
    judgeReports(look, {
      kind: 'tests',
      rule,
      noun: suites => `report of the ${listing(suites)} tests`,
      parts: rule.suites.map(suite => ({
        name: suite,
        covers: ({ facts }) => facts?.kind !== 'tests' || facts.suite === suite,
        unmeasured: { label: `${suite} tests`, limit: '0 failed' },
      })),
      also: suites => `the ${listing(suites)} tests do not pass either`,
      passed: `${listing(rule.suites)} tests passed.`,
      judge: figures => judgeFigures(figures, look.facts.release.version),
    }),
});

function judgeFigures(figures: FactsOf<'tests'>, version: string): Verdict {
  const { suite, executed, failed } = figures;
  const measure = (status: Measure['status'], value: string): Measure => ({
    label: `${suite} tests`,
    limit: '0 failed',
    status,
    value,
  });
  if (failed > 0) {
    return {
      status: 'failed',
      code: 'tests-failed',
      message: `${failed} of ${executed} ${suite} tests failed.`,
      remedy: `Mend them and build a new release; ${version} stays as it is.`,
      measures: [measure('failed', `${failed} failed`)],
    };
  }
  if (executed === 0) {
    return {
      status: 'no-data',
      code: 'no-tests-executed',
      message: `The report of the ${suite} tests holds no test that ran.`,
      remedy: `See why the pipeline of ${version} ran none; skipped tests do not count.`,
      measures: [measure('no-data', '0 ran')],
    };
  }
  return {
    status: 'passed',
    code: 'tests-passed',
    message: `${executed} ${suite} tests passed.`,
    measures: [measure('passed', `${executed} passed, 0 failed`)],
  };
}
