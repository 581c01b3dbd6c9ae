// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  compareToLimit,
  formatPercent,
  ratioToPercent,
} from '../model/decimal';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import type { GateFacts } from './GateFacts';
import { judgeRelease } from './judgeRelease';
import type { Verdict } from './Verdict';

/** The share of lines that tests cover, as exact counts: 79.995 % is below 80 %. */
export function coverageGate(
  rule: GateRulesOf<'coverage'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const limit = formatPercent(rule.min);
  const { version } = facts.release;
  return judgeRelease(facts, {
    kind: 'coverage',
    rule,
    now,
    noun: 'coverage report',
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
      if (covered > valid) {
        return {
          status: 'errored',
          code: 'impossible-figures',
          message: `The coverage report counts ${covered} covered lines of ${valid}.`,
          remedy: 'See what the pipeline sends.',
          measures: [{ ...measure, status: 'errored' }],
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
}
