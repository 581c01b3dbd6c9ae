// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/* eslint-disable no-console -- a benchmark speaks to the terminal */
import { performance } from 'node:perf_hooks';
import { evaluateGates } from '../src/gates/evaluateGates';
import type { GateFacts } from '../src/gates/look';
import type { Evidence } from '../src/model/Evidence';
import { makeEnvironmentState, makeRelease, START } from '../src/testing';
import { gateRulesSchema } from '../src/rules/gateRules';

/**
 * How judging grows with gates and with evidence. Only the ratios mean anything on another machine:
 *
 *     npx tsx bench/gates.ts
 */
const RECORDS = 80;
const ROUNDS = 7;

const release = makeRelease();
const kinds = ['coverage', 'vulnerabilities', 'code-quality', 'tests'] as const;

function recordOf(index: number): Evidence {
  const kind = kinds[index % kinds.length] ?? 'coverage';
  const isOurs = index < kinds.length * 4;
  const facts = {
    coverage: { kind: 'coverage', covered: 90, valid: 100 },
    vulnerabilities: {
      kind: 'vulnerabilities',
      scanned: 9,
      critical: 0,
      high: 0,
      medium: 0,
      low: 0,
      unknown: 0,
    },
    'code-quality': {
      kind: 'code-quality',
      files: 3,
      lintErrors: 0,
      lintWarnings: 0,
    },
    tests: {
      kind: 'tests',
      suite: 'unit',
      executed: 9,
      failed: 0,
      skipped: 0,
      flaky: 0,
    },
  } as const;
  return {
    evidenceId: `evidence-${index}`,
    kind,
    subject: {
      type: 'release',
      componentRef: release.componentRef,
      ...(isOurs
        ? { releaseId: release.releaseId }
        : { commit: (0xabcde00 + index).toString(16) }),
    },
    facts: facts[kind],
    producer: 'external:ci',
    tier: 'machine',
    observedAt: new Date(Date.parse(START) - index * 60_000).toISOString(),
    receivedAt: START,
  };
}

function gatesOf(count: number) {
  const rules = [
    { kind: 'coverage', min: '80%' },
    { kind: 'vulnerabilities', maxCritical: 0, maxHigh: 0 },
    { kind: 'code-quality', maxLintErrors: 0 },
    { kind: 'tests', suites: ['unit'] },
  ];
  return Array.from({ length: count }, (_, index) =>
    gateRulesSchema.parse({
      ...rules[index % rules.length],
      name: `gate-${index}`,
    }),
  );
}

/** Milliseconds of the fastest round; each judges a snapshot of its own. */
function timeOf(gateCount: number, recordCount: number): number {
  const gates = gatesOf(gateCount);
  const records = Array.from({ length: recordCount }, (_, index) =>
    recordOf(index),
  );
  const facts = (): GateFacts => ({
    componentRef: release.componentRef,
    from: 'staging',
    to: 'canary',
    release,
    source: makeEnvironmentState(),
    target: makeEnvironmentState({ environment: 'canary' }),
    evidence: [...records],
    requesterRefs: [],
    tags: { environments: ['staging', 'canary'], mutableTags: [] },
  });
  const times = Array.from({ length: ROUNDS }, () => {
    const snapshots = Array.from({ length: 50 }, facts);
    const before = performance.now();
    for (const each of snapshots) evaluateGates({ gates }, each, START);
    return (performance.now() - before) / snapshots.length;
  });
  return Math.min(...times);
}

/** What any judge has to do at least: look at each record once for each gate, as a filter does. */
function filterTime(gateCount: number): number {
  const records = Array.from({ length: RECORDS }, (_, index) =>
    recordOf(index),
  );
  const times = Array.from({ length: ROUNDS }, () => {
    const before = performance.now();
    let found = 0;
    for (let round = 0; round < 50; round += 1) {
      for (let gate = 0; gate < gateCount; gate += 1) {
        const kind = kinds[gate % kinds.length];
        found += records
          .filter(record => record.kind === kind)
          .sort(
            (a, b) => Date.parse(b.observedAt) - Date.parse(a.observedAt),
          ).length;
      }
    }
    if (found < 0) throw new Error('nothing was filtered');
    return (performance.now() - before) / 50;
  });
  return Math.min(...times);
}

function main(): void {
  timeOf(100, RECORDS);
  const ten = timeOf(10, RECORDS);
  const hundred = timeOf(100, RECORDS);
  const many = timeOf(100, RECORDS * 10);
  console.log(`10 gates, ${RECORDS} records:   ${ten.toFixed(3)} ms`);
  console.log(`100 gates, ${RECORDS} records:  ${hundred.toFixed(3)} ms`);
  console.log(`100 gates, ${RECORDS * 10} records: ${many.toFixed(3)} ms`);
  console.log(
    `ratio of 100 to 10 gates:         ${(hundred / ten).toFixed(2)}`,
  );
  console.log(
    `ratio of 800 to 80 records:       ${(many / hundred).toFixed(2)}`,
  );
  console.log(
    `ratio to filtering, 10 gates:     ${(ten / filterTime(10)).toFixed(2)}`,
  );
  console.log(
    `ratio to filtering, 100 gates:    ${(hundred / filterTime(100)).toFixed(
      2,
    )}`,
  );
}

main();
