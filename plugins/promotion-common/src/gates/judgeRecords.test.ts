// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import type { Evidence, EvidenceFacts, EvidencePart } from '../model/Evidence';
import type { ReleaseImage } from '../model/Release';
import { makeRelease } from '../model/releaseId';
import {
  ago,
  commit,
  componentRef,
  DAY,
  judgeOne,
  makeEvidence,
  MINUTE,
  release,
} from './__testUtils__/gateFixtures';

const SCAN = { kind: 'vulnerabilities', maxCritical: 0, maxHigh: 0 };
const COVERAGE = { kind: 'coverage', min: '80%' };
const TESTS = { kind: 'tests', suites: ['unit'] };

const ofImage = (image: ReleaseImage | undefined = release.images[0]) =>
  ({ type: 'release', componentRef, ...(image && { image }) } as const);
const ofSource = { type: 'release', componentRef, commit } as const;

const found = (critical: number, scanner?: string): EvidenceFacts => ({
  kind: 'vulnerabilities',
  scanned: 9,
  critical,
  high: 0,
  medium: 0,
  low: 0,
  unknown: 0,
  ...(scanner !== undefined && { scanner }),
});
const ran = (failed: number): EvidenceFacts => ({
  kind: 'tests',
  suite: 'unit',
  executed: 10,
  failed,
  skipped: 0,
  flaky: 0,
});
const lines = (covered: number, valid = 100): EvidenceFacts => ({
  kind: 'coverage',
  covered,
  valid,
});
const at = (ms: number, rest: Parameters<typeof makeEvidence>[1] = {}) => ({
  observedAt: ago(ms),
  ...rest,
});
const statusOf = (rule: Record<string, unknown>, ...evidence: Evidence[]) =>
  judgeOne(rule, { evidence }).status;

describe('a later report', () => {
  it.each<[string, Record<string, unknown>, Evidence, Evidence, string]>([
    [
      'of the same tool replaces the earlier one',
      SCAN,
      makeEvidence(found(2, 'trivy'), at(9 * MINUTE)),
      makeEvidence(found(0, 'trivy')),
      'passed',
    ],
    [
      'of another tool of the same pipeline does not',
      SCAN,
      makeEvidence(found(2, 'trivy'), at(9 * MINUTE)),
      makeEvidence(found(0, 'grype')),
      'failed',
    ],
    [
      'of the source does not replace one of the image',
      SCAN,
      makeEvidence(found(3, 'trivy'), at(9 * MINUTE, { subject: ofImage() })),
      makeEvidence(found(0, 'trivy'), { subject: ofSource }),
      'failed',
    ],
    [
      'of the image does not replace one of the source',
      SCAN,
      makeEvidence(found(3), at(9 * MINUTE, { subject: ofSource })),
      makeEvidence(found(0), { subject: ofImage() }),
      'failed',
    ],
    [
      'of another module does not',
      TESTS,
      makeEvidence(ran(1), at(9 * MINUTE, { part: { module: 'cart' } })),
      makeEvidence(ran(0), { part: { module: 'web' } }),
      'failed',
    ],
    [
      'of the whole does not replace one of a module',
      TESTS,
      makeEvidence(ran(1), at(9 * MINUTE, { part: { module: 'cart' } })),
      makeEvidence(ran(0)),
      'failed',
    ],
    [
      'by commit replaces one by the id of the same release',
      TESTS,
      makeEvidence(ran(1), at(9 * MINUTE)),
      makeEvidence(ran(0), { subject: ofSource }),
      'passed',
    ],
  ])('%s', (_, rule, earlier, later, expected) => {
    expect(statusOf(rule, earlier, later)).toBe(expected);
    expect(statusOf(rule, later, earlier)).toBe(expected);
  });

  it('stays out of the way of an old one of what it does not cover', () => {
    const rule = { ...SCAN, maxAge: '1d' };
    const image = makeEvidence(found(3), at(2 * DAY, { subject: ofImage() }));
    const source = makeEvidence(found(0), { subject: ofSource });
    expect(statusOf(rule, image, source)).toBe('stale');
  });

  it('ends a problem of its producer that named no part, and no other', () => {
    const problem = (producer: string): Evidence => ({
      ...makeEvidence(found(0), at(9 * MINUTE, { producer })),
      facts: undefined,
      problem: { code: 'errored', message: 'it was away.' },
    });
    const later = makeEvidence(found(0, 'trivy'), { producer: 'a' });
    expect(statusOf(SCAN, problem('a'), later)).toBe('passed');
    expect(statusOf(SCAN, problem('b'), later)).toBe('errored');
  });

  it('whose clock runs ahead is no newer than when it was received', () => {
    const receivedAt = ago(2 * MINUTE);
    const pass = makeEvidence(ran(0), at(-4 * MINUTE, { receivedAt }));
    const failure = makeEvidence(ran(1), at(MINUTE));
    expect(statusOf(TESTS, pass, failure)).toBe('failed');
  });
});

describe('shards', () => {
  const shard = (index: number, of: number, failed = 0, ms = 5 * MINUTE) =>
    makeEvidence(ran(failed), at(ms, { part: { shard: { index, of } } }));

  it('count once all are there, and the worst of them', () => {
    expect(statusOf(TESTS, shard(1, 3), shard(3, 3))).toBe('no-data');
    expect(statusOf(TESTS, shard(1, 3), shard(2, 3), shard(3, 3))).toBe(
      'passed',
    );
    expect(statusOf(TESTS, shard(1, 2), shard(2, 2, 1))).toBe('failed');
    expect(statusOf(TESTS, shard(1, 3), shard(2, 3, 1))).toBe('failed');
    expect(judgeOne(TESTS, { evidence: [shard(1, 3)] }).reason.message).toBe(
      'The report of the unit tests has 1 of 3 shards.',
    );
  });

  it('are those of the newest run, where it was cut otherwise', () => {
    const old = [1, 2, 3].map(index => shard(index, 3, 0, 9 * MINUTE));
    expect(statusOf(TESTS, ...old, shard(1, 2))).toBe('no-data');
    expect(statusOf(TESTS, ...old, shard(1, 2), shard(2, 2))).toBe('passed');
  });
});

describe('coverage', () => {
  const of = (covered: number, valid: number, part: EvidencePart) =>
    makeEvidence(lines(covered, valid), { part });

  it('adds up over modules and tools', () => {
    const small = of(10, 100, { module: 'web' });
    const large = of(890, 900, { module: 'cart' });
    expect(judgeOne(COVERAGE, { evidence: [small, large] })).toMatchObject({
      status: 'passed',
      reason: { message: 'Coverage is 90 %; the limit is 80 %.' },
      evidenceIds: [small.evidenceId, large.evidenceId].sort().reverse(),
    });
    const istanbul = of(10, 100, { tool: 'istanbul' });
    const jacoco = of(90, 100, { tool: 'jacoco' });
    expect(statusOf(COVERAGE, istanbul, jacoco)).toBe('failed');
  });

  it('adds nothing up over what is missing, impossible or of another producer', () => {
    const good = of(990, 1000, { module: 'a' });
    const broken: Evidence = {
      ...of(0, 0, { module: 'b' }),
      facts: undefined,
      problem: { code: 'errored', message: 'it broke.' },
    };
    expect(statusOf(COVERAGE, good, broken)).toBe('errored');
    expect(statusOf(COVERAGE, good, of(5, 4, { module: 'b' }))).toBe('errored');
    const other = makeEvidence(lines(10), { producer: 'other' });
    expect(statusOf(COVERAGE, good, other)).toBe('failed');
  });
});

describe('an image of a release', () => {
  const two = makeRelease({
    componentRef,
    version: '3.8.0',
    commit,
    images: [
      { name: 'acme/web', tag: '3.8.0' },
      { name: 'acme/worker', tag: '3.8.0' },
    ],
  });
  const scan = (name: string, critical = 0) =>
    makeEvidence(found(critical), { subject: ofImage({ name, tag: '3.8.0' }) });

  it('must have a scan, and the other image stands for nothing', () => {
    const judged = (...evidence: Evidence[]) =>
      judgeOne(SCAN, { release: two, evidence }).status;
    expect(judged(scan('acme/web'))).toBe('no-data');
    expect(judged(scan('acme/web'), scan('acme/worker'))).toBe('passed');
    expect(judged(scan('acme/web'), scan('acme/worker', 1))).toBe('failed');
  });

  it('shows findings without a severity, and limits them where the rules do', () => {
    const evidence = [
      makeEvidence({ ...found(0), unknown: 9_999 } as EvidenceFacts),
    ];
    const shown = judgeOne(SCAN, { evidence });
    expect(shown.status).toBe('passed');
    expect(shown.reason.message).toMatch(/9999 more have no severity/);
    expect(shown.measures).toContainEqual({
      label: 'Vulnerabilities of unknown severity',
      value: '9999',
      limit: 'not limited',
      status: 'passed',
    });
    const limited = judgeOne({ ...SCAN, maxUnknown: 10 }, { evidence });
    expect(limited.status).toBe('failed');
  });
});

it('over parts the worst counts, whatever comes beside it and in whatever order', () => {
  const anyReport = fc.record({
    critical: fc.integer({ min: 0, max: 1 }),
    tool: fc.constantFrom('trivy', 'grype', undefined),
    subject: fc.constantFrom(ofImage(), ofSource, undefined),
    minutes: fc.integer({ min: 1, max: 60 }),
    producer: fc.constantFrom('ci', 'nightly'),
  });
  let failing = 0;
  fc.assert(
    fc.property(
      fc.array(anyReport, { minLength: 1, maxLength: 8 }),
      reports => {
        const evidence = reports.map(
          ({ critical, tool, subject, minutes, producer }) =>
            makeEvidence(
              found(critical, tool),
              at(minutes * MINUTE, { producer, ...(subject && { subject }) }),
            ),
        );
        const newest = new Map<string, (typeof reports)[number]>();
        reports.forEach(each => {
          const part = JSON.stringify([each.tool, each.subject, each.producer]);
          const known = newest.get(part);
          // Among those of one moment the one with the later id counts, which is made later.
          if (!known || each.minutes <= known.minutes) newest.set(part, each);
        });
        const isBad = [...newest.values()].some(({ critical }) => critical > 0);
        if (isBad) failing += 1;
        // What is said of the source alone says nothing good of the image.
        const isScanned = reports.some(({ subject }) => subject !== ofSource);
        const otherwise = isScanned ? 'passed' : 'no-data';
        expect(statusOf(SCAN, ...evidence)).toBe(isBad ? 'failed' : otherwise);
      },
    ),
  );
  expect(failing).toBeGreaterThan(0);
});
