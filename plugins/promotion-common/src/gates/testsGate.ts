// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Measure } from '../model/Gate';
import type { TestSuite } from '../model/Evidence';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import type { GateFacts } from './GateFacts';
import { type FactsOf, nothing } from './judgeRecord';
import { judgeRelease } from './judgeRelease';
import { listing } from '../model/titles';
import { Verdict, worstVerdict } from './Verdict';

/** Each suite that is asked for has run on this release, and nothing in it failed. */
export function testsGate(
  rule: GateRulesOf<'tests'>,
  facts: GateFacts,
  now: Timestamp,
): Verdict {
  const verdicts = rule.suites.map(suite => ({
    suite,
    ...judgeSuite(suite, { rule, facts, now }),
  }));
  const evidence = verdicts.flatMap(verdict => verdict.evidence ?? []);
  const measures = verdicts.map(
    (verdict): Measure =>
      verdict.measures[0] ?? measureOf(verdict.suite, verdict.status),
  );
  const worst = worstVerdict(verdicts);
  const others = verdicts.filter(
    verdict => verdict.status !== 'passed' && verdict !== worst,
  );
  if (!worst || worst.status === 'passed') {
    const first = verdicts
      .flatMap(verdict => verdict.reevaluateAt ?? [])
      .sort()[0];
    return {
      status: 'passed',
      code: 'tests-passed',
      message: `${listing(rule.suites)} tests passed.`,
      measures,
      evidence,
      ...(first !== undefined && { reevaluateAt: first }),
    };
  }
  const { suite, reevaluateAt, ...verdict } = worst;
  const missing = verdicts.filter(each => each.code === 'no-evidence');
  if (worst.code === 'no-evidence' && missing.length === others.length + 1) {
    return {
      ...noReports(
        missing.map(each => each.suite),
        facts.release.version,
      ),
      measures,
      evidence,
    };
  }
  const more =
    others.length === 0
      ? ''
      : `; the ${listing(
          others.map(other => other.suite),
        )} tests do not pass either.`;
  return {
    ...verdict,
    message:
      more === '' ? verdict.message : verdict.message.replace(/\.?$/, more),
    measures,
    evidence,
  };
}

/** Nothing was sent of any suite that does not pass: one sentence names them all. */
function noReports(suites: readonly TestSuite[], version: string): Verdict {
  const report = `report of the ${listing(suites)} tests`;
  return nothing({
    noun: `${report} for ${version}`,
    renew: `Let the pipeline send a ${report} for ${version}.`,
  });
}

function judgeSuite(
  suite: TestSuite,
  context: { rule: GateRulesOf<'tests'>; facts: GateFacts; now: Timestamp },
): Verdict {
  const { rule, facts, now } = context;
  return judgeRelease(facts, {
    kind: 'tests',
    rule,
    now,
    noun: `report of the ${suite} tests`,
    filter: each => each.facts?.kind !== 'tests' || each.facts.suite === suite,
    judge: figures => judgeFigures(figures, facts.release.version),
  });
}

function judgeFigures(figures: FactsOf<'tests'>, version: string): Verdict {
  const { suite, executed, failed } = figures;
  if (failed > 0) {
    return {
      status: 'failed',
      code: 'tests-failed',
      message: `${failed} of ${Math.max(
        executed,
        failed,
      )} ${suite} tests failed.`,
      remedy: `Mend them and build a new release; ${version} stays as it is.`,
      measures: [measureOf(suite, 'failed', `${failed} failed`)],
    };
  }
  if (executed === 0) {
    return {
      status: 'no-data',
      code: 'no-tests-executed',
      message: `The report of the ${suite} tests holds no test that ran.`,
      remedy: `See why the pipeline of ${version} ran none; skipped tests do not count.`,
      measures: [measureOf(suite, 'no-data', '0 ran')],
    };
  }
  return {
    status: 'passed',
    code: 'tests-passed',
    message: `${executed} ${suite} tests passed.`,
    measures: [measureOf(suite, 'passed', `${executed} passed, 0 failed`)],
  };
}

function measureOf(
  suite: TestSuite,
  status: Measure['status'],
  value?: string,
): Measure {
  return {
    label: `${suite} tests`,
    limit: '0 failed',
    status,
    ...(value !== undefined && { value }),
  };
}
