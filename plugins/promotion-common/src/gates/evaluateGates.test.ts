// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceFacts } from '../model/Evidence';
import { gateResultSchema, GateStatus } from '../model/Gate';
import { makeRelease } from '../model/releaseId';
import type { GateFacts } from './look';
import {
  ago,
  commit,
  componentRef,
  DAY,
  HOUR,
  judgeOne,
  makeEvidence,
  makeMovedOn,
  makeState,
  MINUTE,
  NOW,
  otherRelease,
  release,
} from './__testUtils__/gateFixtures';

type Row = [
  title: string,
  status: GateStatus,
  facts: Partial<GateFacts>,
  message: RegExp | string,
];

const tests = (
  suite: 'unit' | 'e2e',
  failed = 0,
  executed = 10,
): EvidenceFacts => ({
  kind: 'tests',
  suite,
  executed,
  failed,
  skipped: 0,
  flaky: 0,
});
const coverage = (covered: number, valid = 100): EvidenceFacts => ({
  kind: 'coverage',
  covered,
  valid,
});
const scan = (critical: number, high: number, scanned = 9): EvidenceFacts => ({
  kind: 'vulnerabilities',
  scanned,
  critical,
  high,
  medium: 3,
  low: 0,
  unknown: 0,
});
const slo = (
  failures: string,
  requests = '1000',
  windowMs = HOUR,
): EvidenceFacts => ({
  kind: 'slo',
  requests,
  failures,
  windowMs,
});
const budget = (
  consumed: string,
  objective = '99.9',
  requests = '1000',
): EvidenceFacts => ({
  kind: 'error-budget',
  consumed,
  objective,
  requests,
  windowMs: 30 * DAY,
});
const alerts = (...critical: string[]): EvidenceFacts => ({
  kind: 'alerts',
  critical,
});
const canary = (
  failures: string,
  durationMs = 25 * HOUR,
  trafficShare = '10',
): EvidenceFacts => ({
  kind: 'canary',
  trafficShare,
  requests: '1000',
  failures,
  durationMs,
});
const load = (
  figures: Partial<Extract<EvidenceFacts, { kind: 'performance' }>> = {},
): EvidenceFacts => ({
  kind: 'performance',
  requests: 500,
  thresholdsChecked: 2,
  thresholdsFailed: 0,
  ...figures,
});
const some = (...evidence: Evidence[]): Partial<GateFacts> => ({ evidence });
const here = (
  facts: EvidenceFacts,
  rest: Parameters<typeof makeEvidence>[1] = {},
) => makeEvidence(facts, { environment: 'staging', ...rest });
const away = (
  kind: Evidence['kind'],
  code: 'errored' | 'no-data',
  environment?: string,
): Evidence => ({
  ...makeEvidence(alerts(), environment === undefined ? {} : { environment }),
  kind,
  facts: undefined,
  producer: 'prometheus',
  problem: { code, message: 'it did not answer.' },
});

const cases: Record<string, { rule: Record<string, unknown>; rows: Row[] }> = {
  tests: {
    rule: { kind: 'tests', suites: ['unit', 'e2e'], maxAge: '7d' },
    rows: [
      [
        'both suites passed',
        'passed',
        some(makeEvidence(tests('unit')), makeEvidence(tests('e2e'))),
        'Unit and e2e tests passed.',
      ],
      [
        'a test failed',
        'failed',
        some(makeEvidence(tests('unit')), makeEvidence(tests('e2e', 2))),
        '2 of 10 e2e tests failed.',
      ],
      [
        'a suite is missing',
        'no-data',
        some(makeEvidence(tests('unit'))),
        'There is no report of the e2e tests for 3.8.0.',
      ],
      [
        'a suite ran nothing',
        'no-data',
        some(makeEvidence(tests('unit', 0, 0)), makeEvidence(tests('e2e'))),
        /holds no test that ran/,
      ],
      [
        'a suite is old',
        'stale',
        some(
          makeEvidence(tests('unit'), { observedAt: ago(8 * DAY) }),
          makeEvidence(tests('e2e')),
        ),
        'The report of the unit tests is 8 d old; it may be 7 d old at most.',
      ],
      [
        'two suites do not pass',
        'failed',
        some(makeEvidence(tests('e2e', 1))),
        '1 of 10 e2e tests failed; the unit tests do not pass either.',
      ],
      [
        'nothing was reported of either suite',
        'no-data',
        {},
        'There is no report of the unit and e2e tests for 3.8.0.',
      ],
      [
        'one suite was not reported',
        'no-data',
        some(makeEvidence(tests('unit'))),
        'There is no report of the e2e tests for 3.8.0.',
      ],
      [
        'the newer run failed',
        'failed',
        some(
          makeEvidence(tests('unit'), { observedAt: ago(HOUR) }),
          makeEvidence(tests('unit', 1)),
          makeEvidence(tests('e2e')),
        ),
        /unit tests failed/,
      ],
      [
        'the newer run passed',
        'passed',
        some(
          makeEvidence(tests('unit', 1), { observedAt: ago(HOUR) }),
          makeEvidence(tests('unit')),
          makeEvidence(tests('e2e')),
        ),
        /passed/,
      ],
      [
        'another producer disagrees',
        'failed',
        some(
          makeEvidence(tests('unit')),
          makeEvidence(tests('unit', 1), {
            producer: 'other-ci',
            observedAt: ago(HOUR),
          }),
          makeEvidence(tests('e2e')),
        ),
        /unit tests failed/,
      ],
      [
        'it comes from the future',
        'errored',
        some(
          makeEvidence(tests('unit'), { observedAt: ago(-6 * MINUTE) }),
          makeEvidence(tests('e2e')),
        ),
        /in the future/,
      ],
      [
        'it comes from a clock slightly ahead',
        'passed',
        some(
          makeEvidence(tests('unit'), { observedAt: ago(-4 * MINUTE) }),
          makeEvidence(tests('e2e')),
        ),
        /passed/,
      ],
      [
        'they are about another release',
        'mismatched',
        some(
          makeEvidence(tests('unit'), {
            subject: {
              type: 'release',
              componentRef,
              releaseId: otherRelease.releaseId,
            },
          }),
          makeEvidence(tests('e2e')),
        ),
        /is about another release .* not about 3\.8\.0/,
      ],
    ],
  },
  coverage: {
    rule: { kind: 'coverage', min: '80%' },
    rows: [
      [
        'it is enough',
        'passed',
        some(makeEvidence(coverage(80))),
        'Coverage is 80 %; the limit is 80 %.',
      ],
      [
        'it is not enough',
        'failed',
        some(makeEvidence(coverage(78))),
        'Coverage is 78 %, below the limit of 80 %.',
      ],
      [
        'it is 79.995 %',
        'failed',
        some(makeEvidence(coverage(15999, 20000))),
        'Coverage is 79.995 %, below the limit of 80 %.',
      ],
      [
        'there are no lines',
        'no-data',
        some(makeEvidence(coverage(0, 0))),
        /counts no lines/,
      ],
      [
        'more lines are covered than there are',
        'errored',
        some(makeEvidence(coverage(5, 4))),
        /5 covered lines of 4/,
      ],
      [
        'there is nothing',
        'no-data',
        {},
        'There is no coverage report for 3.8.0.',
      ],
      [
        'it is old and no age is set',
        'passed',
        some(makeEvidence(coverage(90), { observedAt: ago(90 * DAY) })),
        /90 %/,
      ],
      [
        'it is known by commit',
        'passed',
        some(
          makeEvidence(coverage(90), {
            subject: { type: 'release', componentRef, commit },
          }),
        ),
        /90 %/,
      ],
      [
        'it is known by digest',
        'passed',
        some(
          makeEvidence(coverage(90), {
            subject: {
              type: 'release',
              componentRef,
              image: {
                name: 'elsewhere/checkout',
                digest: release.images[0]?.digest,
              },
            },
          }),
        ),
        /90 %/,
      ],
      [
        'it is known by tag',
        'passed',
        some(
          makeEvidence(coverage(90), {
            subject: {
              type: 'release',
              componentRef,
              image: { name: 'acme/checkout', tag: '3.8.0' },
            },
          }),
        ),
        /90 %/,
      ],
      [
        'the tag is right and the digest another',
        'mismatched',
        some(
          makeEvidence(coverage(90), {
            subject: {
              type: 'release',
              componentRef,
              image: {
                name: 'acme/checkout',
                tag: '3.8.0',
                digest: otherRelease.images[0]?.digest,
              },
            },
          }),
        ),
        /image acme\/checkout:3\.8\.0/,
      ],
      [
        'the commit contradicts the id',
        'mismatched',
        some(
          makeEvidence(coverage(90), {
            subject: {
              type: 'release',
              componentRef,
              releaseId: release.releaseId,
              commit: 'f'.repeat(40),
            },
          }),
        ),
        /commit ffff/,
      ],
      [
        'it names nothing',
        'mismatched',
        some(
          makeEvidence(coverage(90), {
            subject: { type: 'release', componentRef },
          }),
        ),
        /about no release/,
      ],
      [
        'it is about another component',
        'no-data',
        some(
          makeEvidence(coverage(90), {
            subject: {
              type: 'release',
              componentRef: 'component:default/cart',
              releaseId: release.releaseId,
            },
          }),
        ),
        /There is no coverage report/,
      ],
      [
        'a person asserts it',
        'no-data',
        some(
          makeEvidence(coverage(90), {
            tier: 'asserted',
            producer: 'user:default/sam',
          }),
        ),
        'The only coverage report has trust "asserted"; at least "machine" counts.',
      ],
      [
        'the source did not answer',
        'errored',
        some(away('coverage', 'errored')),
        'Prometheus gave no coverage report: it did not answer.',
      ],
      [
        'the source has nothing',
        'no-data',
        some(away('coverage', 'no-data')),
        /gave no coverage report/,
      ],
    ],
  },
  vulnerabilities: {
    rule: { kind: 'vulnerabilities', maxCritical: 0, maxHigh: 0, maxAge: '1d' },
    rows: [
      [
        'there are none',
        'passed',
        some(makeEvidence(scan(0, 0))),
        /within the limits/,
      ],
      [
        'there is one',
        'failed',
        some(makeEvidence(scan(0, 1))),
        'The scan found 1 high vulnerability (at most 0).',
      ],
      [
        'there are both',
        'failed',
        some(makeEvidence(scan(2, 1))),
        'The scan found 2 critical vulnerabilities (at most 0) and 1 high vulnerability (at most 0).',
      ],
      [
        'nothing was scanned',
        'no-data',
        some(makeEvidence(scan(0, 0, 0))),
        /looked at nothing/,
      ],
      ['there is nothing', 'no-data', {}, /There is no vulnerability scan/],
      [
        'it is old',
        'stale',
        some(makeEvidence(scan(0, 0), { observedAt: ago(25 * HOUR) })),
        /1 d 1 h old/,
      ],
      [
        'two scanners disagree',
        'failed',
        some(
          makeEvidence(scan(0, 0)),
          makeEvidence(scan(1, 0), { producer: 'grype' }),
        ),
        /1 critical/,
      ],
      [
        'a scanner switched off long ago found some',
        'passed',
        some(
          makeEvidence(scan(0, 0)),
          makeEvidence(scan(1, 0), {
            producer: 'grype',
            observedAt: ago(9 * DAY),
          }),
        ),
        /within/,
      ],
      [
        'it is about another commit',
        'mismatched',
        some(
          makeEvidence(scan(0, 0), {
            subject: { type: 'release', componentRef, commit: 'e'.repeat(40) },
          }),
        ),
        /about commit eeee/,
      ],
      [
        'the scanner is broken',
        'errored',
        some(away('vulnerabilities', 'errored')),
        /did not answer/,
      ],
    ],
  },
  'code-quality': {
    rule: { kind: 'code-quality', maxLintErrors: 0, maxAge: '1d' },
    rows: [
      [
        'there are no errors',
        'passed',
        some(
          makeEvidence({
            kind: 'code-quality',
            files: 3,
            lintErrors: 0,
            lintWarnings: 2,
          }),
        ),
        /0 lint errors/,
      ],
      [
        'there are errors',
        'failed',
        some(
          makeEvidence({
            kind: 'code-quality',
            files: 3,
            lintErrors: 4,
            lintWarnings: 2,
          }),
        ),
        '4 lint errors, above the limit of 0.',
      ],
      [
        'no file was looked at',
        'no-data',
        some(
          makeEvidence({
            kind: 'code-quality',
            files: 0,
            lintErrors: 0,
            lintWarnings: 0,
          }),
        ),
        /over no files/,
      ],
      ['there is nothing', 'no-data', {}, /There is no lint report/],
      [
        'it is old',
        'stale',
        some(
          makeEvidence(
            { kind: 'code-quality', files: 3, lintErrors: 0, lintWarnings: 0 },
            { observedAt: ago(2 * DAY) },
          ),
        ),
        /2 d old/,
      ],
      [
        'it is about another release',
        'mismatched',
        some(
          makeEvidence(
            { kind: 'code-quality', files: 3, lintErrors: 0, lintWarnings: 0 },
            {
              subject: {
                type: 'release',
                componentRef,
                releaseId: otherRelease.releaseId,
              },
            },
          ),
        ),
        /another release/,
      ],
      [
        'the source is broken',
        'errored',
        some(away('code-quality', 'errored')),
        /did not answer/,
      ],
    ],
  },
  performance: {
    rule: {
      kind: 'performance',
      maxP95LatencyMs: 300,
      minRequests: 100,
      maxAge: '1d',
    },
    rows: [
      [
        'it is fast enough',
        'passed',
        some(makeEvidence(load({ p95LatencyMs: '300' }))),
        /met its limits over 500 requests/,
      ],
      [
        'it is a little too slow',
        'failed',
        some(makeEvidence(load({ p95LatencyMs: '300.001' }))),
        'The load test did not meet: p95 latency 300.001 ms (≤ 300 ms).',
      ],
      [
        'a threshold of its own failed',
        'failed',
        some(makeEvidence(load({ p95LatencyMs: '1', thresholdsFailed: 1 }))),
        /Thresholds failed 1 of 2/,
      ],
      [
        'the latency is missing',
        'no-data',
        some(makeEvidence(load())),
        /too little to judge: p95 latency/,
      ],
      [
        'there were few requests',
        'no-data',
        some(makeEvidence(load({ p95LatencyMs: '1', requests: 99 }))),
        /too little to judge: Requests/,
      ],
      [
        'it is old',
        'stale',
        some(
          makeEvidence(load({ p95LatencyMs: '1' }), {
            observedAt: ago(2 * DAY),
          }),
        ),
        /2 d old/,
      ],
      [
        'it is about another release',
        'mismatched',
        some(
          makeEvidence(load(), {
            subject: {
              type: 'release',
              componentRef,
              releaseId: otherRelease.releaseId,
            },
          }),
        ),
        /another release/,
      ],
      [
        'the source is broken',
        'errored',
        some(away('performance', 'errored')),
        /did not answer/,
      ],
    ],
  },
  slo: {
    rule: {
      kind: 'slo',
      minAvailability: '99.9%',
      maxErrorRate: '0.1%',
      maxAge: '15m',
    },
    rows: [
      [
        'it is met',
        'passed',
        some(here(slo('1'))),
        'Availability in staging is 99.9 % over 1 h.',
      ],
      [
        'it is met but for float dust',
        'passed',
        some(here(slo('1.0000000000000002'))),
        /99\.9 %/,
      ],
      [
        'it is not met',
        'failed',
        some(here(slo('2'))),
        'Availability in staging is 99.8 % over 1 h, below the limit of 99.9 %.',
      ],
      [
        'it is missed by little',
        'failed',
        some(here(slo('1001', '1000000'))),
        /is 99\.8999 %/,
      ],
      [
        'there were few requests',
        'no-data',
        some(here(slo('0', '99'))),
        'Only 99 requests were seen; 100 are needed to judge.',
      ],
      [
        'there was no traffic',
        'no-data',
        some(here(slo('0', '0'))),
        /Only 0 requests/,
      ],
      [
        'more failed than there were',
        'errored',
        some(here(slo('5', '4'))),
        /counts 5 failures in 4 requests/,
      ],
      [
        'it is old',
        'stale',
        some(here(slo('0'), { observedAt: ago(16 * MINUTE) })),
        /16 min old/,
      ],
      [
        'there is nothing',
        'no-data',
        {},
        'There is no SLO measurement for staging.',
      ],
      [
        'it is about another environment',
        'no-data',
        some(here(slo('0'), { environment: 'canary' })),
        /no SLO measurement for staging/,
      ],
      [
        'the source did not answer',
        'errored',
        some(
          here(slo('0'), {
            observedAt: ago(9 * MINUTE),
            producer: 'prometheus',
          }),
          away('slo', 'errored', 'staging'),
        ),
        /did not answer/,
      ],
      [
        'it reaches back to before the release',
        'mismatched',
        some(here(slo('0', '1000', 4 * DAY))),
        /not within the time 3\.8\.0 was live there/,
      ],
      [
        'it names another release',
        'mismatched',
        some(
          here(slo('0'), {
            subject: {
              type: 'environment',
              componentRef,
              environment: 'staging',
              releaseId: otherRelease.releaseId,
            },
          }),
        ),
        /not within the time/,
      ],
      [
        'the release is live too briefly',
        'pending',
        {
          source: makeState({ since: ago(8 * MINUTE) }),
          evidence: [here(slo('0', '1000', 3 * MINUTE))],
        },
        'Only 3 min was observed; 10 min is needed to judge.',
      ],
      [
        'it was measured before the release became live, just now',
        'pending',
        {
          source: makeState({ since: ago(24_000) }),
          evidence: [here(slo('0', '1000', 4 * DAY))],
        },
        '3.8.0 has been live in staging for 24 s; 10 min of it must be measured.',
      ],
      [
        'the release was live too briefly for the source to measure anything',
        'pending',
        {
          source: makeState({ since: ago(3 * MINUTE) }),
          evidence: [
            {
              ...away('slo', 'no-data', 'staging'),
              observedAt: ago(2.5 * MINUTE),
            },
          ],
        },
        '3.8.0 has been live in staging for 3 min; 10 min of it must be measured.',
      ],
      [
        'the source has had time and still measures nothing',
        'no-data',
        {
          source: makeState({ since: ago(9 * MINUTE) }),
          evidence: [
            { ...away('slo', 'no-data', 'staging'), observedAt: ago(MINUTE) },
          ],
        },
        /Prometheus gave no SLO measurement/,
      ],
      [
        'it was measured before the release became live, which is long enough ago',
        'mismatched',
        {
          source: makeState({ since: ago(10 * MINUTE) }),
          evidence: [here(slo('0', '1000', 4 * DAY))],
        },
        'The newest SLO measurement is 5 min old and reaches 4 d further back, which is not within the time 3.8.0 was live there.',
      ],
      [
        'too little was observed though it is live long enough',
        'no-data',
        some(here(slo('0', '1000', 3 * MINUTE))),
        /Only 3 min was observed/,
      ],
      [
        'the release was never live',
        'mismatched',
        {
          source: makeState({ live: otherRelease, history: [] }),
          evidence: [here(slo('0'))],
        },
        /Since when 3\.8\.0 is live in staging is not known/,
      ],
      [
        'the source has moved on: its last figures stay and do not age',
        'passed',
        {
          source: makeMovedOn(3 * DAY),
          evidence: [
            here(slo('0'), { observedAt: ago(2 * HOUR) }),
            here(slo('900'), { observedAt: ago(MINUTE), producer: 'ci' }),
          ],
        },
        /Availability in staging is 100 %/,
      ],
      [
        'the source has moved on: only the new release was observed',
        'mismatched',
        {
          source: makeMovedOn(3 * DAY),
          evidence: [
            here(slo('0', '1000', 20 * MINUTE), { observedAt: ago(MINUTE) }),
          ],
        },
        /not within the time/,
      ],
      [
        'the source has moved on too early',
        'no-data',
        {
          source: makeMovedOn(5 * MINUTE),
          evidence: [
            here(slo('0', '1000', 5 * MINUTE), { observedAt: ago(HOUR) }),
          ],
        },
        /Only 5 min was observed/,
      ],
    ],
  },
  'error-budget': {
    rule: {
      kind: 'error-budget',
      objective: '99.9%',
      maxConsumed: '20%',
      maxAge: '15m',
    },
    rows: [
      [
        'enough is left',
        'passed',
        some(here(budget('19.9'))),
        '19.9 % of the error budget of staging is consumed; the limit is below 20 %.',
      ],
      [
        'the limit is reached',
        'failed',
        some(here(budget('20'))),
        '20 % of the error budget of staging is consumed; it must be below 20 %.',
      ],
      [
        'the limit is reached but for float dust',
        'failed',
        some(here(budget('19.999999999999996'))),
        /20 % of the error budget/,
      ],
      ['it is overspent', 'failed', some(here(budget('340.5'))), /340\.5 %/],
      [
        'other releases spent it',
        'failed',
        {
          source: makeState({ since: ago(MINUTE) }),
          evidence: [here(budget('50'))],
        },
        /50 %/,
      ],
      [
        'another objective was measured',
        'mismatched',
        some(here(budget('1', '99'))),
        /measured for 99 % over 30 d; the rules promise 99\.9 %/,
      ],
      [
        'there was little traffic',
        'no-data',
        some(here(budget('1', '99.90', '3'))),
        /Only 3 requests/,
      ],
      ['there is nothing', 'no-data', {}, /no error budget for staging/],
      [
        'it is old',
        'stale',
        some(here(budget('1'), { observedAt: ago(HOUR) })),
        /1 h old/,
      ],
      [
        'the source did not answer',
        'errored',
        some(away('error-budget', 'errored', 'staging')),
        /did not answer/,
      ],
    ],
  },
  alerts: {
    rule: { kind: 'alerts', on: 'both', maxAge: '10m' },
    rows: [
      [
        'none fires',
        'passed',
        some(here(alerts()), here(alerts(), { environment: 'canary' })),
        'No critical alert fires in staging. No critical alert fires in canary.',
      ],
      [
        'one fires in the source',
        'failed',
        some(
          here(alerts('HighErrors')),
          here(alerts(), { environment: 'canary' }),
        ),
        '1 critical alert fires in staging: HighErrors.',
      ],
      [
        'some fire in the target',
        'failed',
        some(
          here(alerts()),
          here(alerts('A', 'B', 'C', 'D'), { environment: 'canary' }),
        ),
        '4 critical alerts fire in canary: A, B, C and 1 more.',
      ],
      [
        'the target is silent',
        'no-data',
        some(here(alerts())),
        /no list of critical alerts for canary/,
      ],
      [
        'the list is old',
        'stale',
        some(
          here(alerts(), { observedAt: ago(11 * MINUTE) }),
          here(alerts(), { environment: 'canary' }),
        ),
        /11 min old/,
      ],
      [
        'the source did not answer',
        'errored',
        some(here(alerts()), away('alerts', 'errored', 'canary')),
        /did not answer/,
      ],
    ],
  },
  stability: {
    rule: { kind: 'stability', minDuration: '2h' },
    rows: [
      [
        'nothing changed',
        'passed',
        {},
        'Staging is unchanged and healthy for 3 d.',
      ],
      [
        'it changed lately',
        'pending',
        { source: makeState({ changedAt: ago(80 * MINUTE) }) },
        'Staging is unchanged and healthy for 1 h 20 min; 2 h is needed.',
      ],
      [
        'it became healthy lately',
        'pending',
        { source: makeState({ healthySince: ago(MINUTE) }) },
        /for 1 min/,
      ],
      [
        'it is degraded',
        'failed',
        {
          source: makeState({
            health: 'degraded',
            healthMessage: '1 of 2 pods crash',
          }),
        },
        'Staging is degraded: 1 of 2 pods crash.',
      ],
      [
        'its health is unknown',
        'no-data',
        { source: makeState({ health: 'unknown' }) },
        /not known/,
      ],
      [
        'since when is unknown',
        'no-data',
        { source: makeState({ changedAt: undefined }) },
        /not known/,
      ],
      [
        'it cannot be read',
        'errored',
        {
          source: makeState({
            problems: [
              {
                source: 'application',
                kind: 'outage',
                code: 'unreachable',
                message: 'Argo CD answers 503.',
                since: ago(HOUR),
              },
            ],
          }),
        },
        /cannot be read since/,
      ],
    ],
  },
  soak: {
    rule: { kind: 'soak', minDuration: '24h' },
    rows: [
      [
        'it was live long enough',
        'passed',
        {},
        '3.8.0 is live in staging for 3 d.',
      ],
      [
        'it is live too briefly',
        'pending',
        { source: makeState({ since: ago(3 * HOUR) }) },
        '3.8.0 is live in staging for 3 h; 1 d is needed.',
      ],
      [
        'it was replaced too early',
        'failed',
        { source: makeMovedOn(3 * HOUR) },
        '3.8.0 was live in staging for 3 h only; 1 d is needed.',
      ],
      [
        'it was replaced after long enough',
        'passed',
        { source: makeMovedOn(2 * DAY) },
        '3.8.0 was live in staging for 2 d.',
      ],
      [
        'it was never live',
        'no-data',
        { source: makeState({ live: otherRelease, history: [] }) },
        /not known/,
      ],
    ],
  },
  canary: {
    rule: {
      kind: 'canary',
      minTrafficShare: '10%',
      minDuration: '24h',
      minSuccessRate: '99%',
      maxAge: '15m',
    },
    rows: [
      [
        'it went well',
        'passed',
        some(here(canary('10'))),
        '99 % of requests went well over 1 d 1 h with 10 % of traffic.',
      ],
      [
        'requests failed',
        'failed',
        some(here(canary('11'))),
        'Only 98.9 % of requests went well; 99 % is needed.',
      ],
      [
        'it gets little traffic',
        'failed',
        some(here(canary('0', 25 * HOUR, '9.99'))),
        'The canary gets 9.99 % of traffic; 10 % is needed.',
      ],
      [
        'it runs too briefly',
        'pending',
        {
          source: makeState({ since: ago(3 * HOUR) }),
          evidence: [here(canary('0', 2 * HOUR))],
        },
        'Only 2 h was observed; 1 d is needed to judge.',
      ],
      [
        'it runs briefly and fails already',
        'failed',
        {
          source: makeState({ since: ago(3 * HOUR) }),
          evidence: [here(canary('500', 2 * HOUR))],
        },
        /Only 50 %/,
      ],
      [
        'it was observed too briefly',
        'no-data',
        some(here(canary('0', HOUR))),
        /Only 1 h was observed/,
      ],
      [
        'it counts an earlier release in',
        'mismatched',
        some(here(canary('0', 9 * DAY))),
        /not within the time/,
      ],
      ['there is nothing', 'no-data', {}, /no canary measurement/],
      [
        'it is old',
        'stale',
        some(here(canary('0'), { observedAt: ago(HOUR) })),
        /1 h old/,
      ],
      [
        'the source did not answer',
        'errored',
        some(away('canary', 'errored', 'staging')),
        /did not answer/,
      ],
    ],
  },
};

describe.each(Object.entries(cases))('the %s gate', (kind, { rule, rows }) => {
  it.each(rows)('when %s: %s', (_title, status, facts, message) => {
    const result = judgeOne(rule, facts);
    expect([result.status, result.reason.message]).toEqual([
      status,
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
    expect(result.kind).toBe(kind);
    expect(gateResultSchema.parse(result)).toEqual(result);
    expect(result.status === 'passed' || result.remedy !== undefined).toBe(
      true,
    );
  });
});

describe('a verdict', () => {
  it('carries figures, limits, source and time', () => {
    const record = makeEvidence(coverage(78), { url: 'https://ci.example/1' });
    expect(judgeOne({ kind: 'coverage', min: '80%' }, some(record))).toEqual({
      gateId: 'coverage',
      kind: 'coverage',
      title: 'Code coverage',
      mode: 'enforce',
      status: 'failed',
      reason: {
        code: 'coverage-below-limit',
        message: 'Coverage is 78 %, below the limit of 80 %.',
      },
      remedy:
        'Raise line coverage to 80 % and let the pipeline send the report for 3.8.0.',
      measures: [
        {
          label: 'Line coverage',
          value: '78 %',
          limit: '≥ 80 %',
          status: 'failed',
        },
      ],
      source: 'ci',
      url: 'https://ci.example/1',
      observedAt: record.observedAt,
      evidenceIds: [record.evidenceId],
    });
  });

  it('is known by the name of its rule', () => {
    expect(
      judgeOne({ kind: 'soak', name: 'long-soak', minDuration: '24h' }).gateId,
    ).toBe('long-soak');
  });

  it('names the build record where the commit is not known', () => {
    const unknown = makeRelease({
      componentRef,
      images: [{ name: 'acme/checkout', tag: '3.8.0' }],
    });
    const byCommit = makeEvidence(coverage(90), {
      subject: { type: 'release', componentRef, commit },
    });
    const result = judgeOne(
      { kind: 'coverage', min: '80%' },
      { release: unknown, evidence: [byCommit] },
    );
    expect(result).toMatchObject({
      status: 'mismatched',
      reason: {
        message: expect.stringMatching(
          /which commit 3\.8\.0 was built from is not known/,
        ),
      },
      remedy: expect.stringMatching(/send a build record for 3\.8\.0/),
    });
  });

  it('never counts what the requester asserts, whatever the tier asked for', () => {
    const rule = { kind: 'coverage', min: '80%', minTier: 'asserted' };
    const by = (producer: string) =>
      some(makeEvidence(coverage(90), { tier: 'asserted', producer }));
    expect(judgeOne(rule, by('user:default/sam')).status).toBe('passed');
    expect(judgeOne(rule, by('user:default/olivia'))).toMatchObject({
      status: 'no-data',
      reason: { code: 'asserted-by-requester' },
    });
  });

  it.each<[string, Record<string, unknown>, Partial<GateFacts>, string]>([
    [
      'stability',
      { kind: 'stability', minDuration: '2h' },
      { source: makeState({ changedAt: ago(80 * MINUTE) }) },
      '2026-05-20T12:40:00.000Z',
    ],
    [
      'soak',
      { kind: 'soak', minDuration: '24h' },
      { source: makeState({ since: ago(3 * HOUR) }) },
      '2026-05-21T09:00:00.000Z',
    ],
    [
      'slo',
      { kind: 'slo', minAvailability: '99%', maxErrorRate: '1%' },
      {
        source: makeState({ since: ago(8 * MINUTE) }),
        evidence: [here(slo('0', '1000', 3 * MINUTE))],
      },
      '2026-05-20T12:02:00.000Z',
    ],
    [
      'alerts that will be old',
      { kind: 'alerts', maxAge: '10m' },
      some(here(alerts())),
      '2026-05-20T12:05:00.001Z',
    ],
  ])(
    'says exactly when time alone changes it: %s',
    (_title, rule, facts, at) => {
      const before = judgeOne(rule, facts);
      expect(before.reevaluateAt).toBe(at);
      expect(judgeOne(rule, facts, at).status).not.toBe(before.status);
    },
  );

  it('shows both sides of a gate judged on source and target', () => {
    const result = judgeOne(
      { kind: 'alerts', on: 'both' },
      some(here(alerts('X')), here(alerts(), { environment: 'canary' })),
    );
    expect(result.environment).toBe('staging');
    expect(result.children).toEqual([
      {
        environment: 'staging',
        status: 'failed',
        message: '1 critical alert fires in staging: X.',
      },
      {
        environment: 'canary',
        status: 'passed',
        message: 'No critical alert fires in canary.',
      },
    ]);
    expect(result.measures.map(({ value }) => value)).toEqual(['1', '0']);
  });

  it('needs a scan of every image of a release with several', () => {
    const two = makeRelease({
      componentRef,
      version: '3.8.0',
      images: [
        { name: 'a', tag: '1' },
        { name: 'b', tag: '1' },
      ],
    });
    const of = (name: string) =>
      makeEvidence(scan(0, 0), {
        subject: { type: 'release', componentRef, image: { name, tag: '1' } },
      });
    const rule = { kind: 'vulnerabilities', maxCritical: 0, maxHigh: 0 };
    expect(judgeOne(rule, { release: two, evidence: [of('a')] })).toMatchObject(
      {
        status: 'no-data',
        reason: { message: 'There is no vulnerability scan of b.' },
      },
    );
    expect(
      judgeOne(rule, { release: two, evidence: [of('a'), of('b')] }).status,
    ).toBe('passed');
  });

  it('is made at the moment given', () => {
    expect(
      judgeOne({ kind: 'soak', minDuration: '24h' }, {}, NOW).reason.message,
    ).toMatch(/for 3 d/);
  });
});
