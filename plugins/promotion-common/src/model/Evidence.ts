// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHash } from './contentHash';
import { compareDecimals, subtractDecimals, trimZeros } from './decimal';
import { releaseImageSchema } from './Release';
import {
  amountSchema,
  commitSchema,
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
  linkSchema,
  timestampSchema,
} from './scalars';

const count = z.number().int().min(0).max(1_000_000_000);
/** Milliseconds; an error budget's window is weeks long. */
const duration = z
  .number()
  .int()
  .min(0)
  .max(366 * 86_400_000);

/** Suites a `tests` fact may report. */
export const testSuiteSchema = z.enum([
  'unit',
  'integration',
  'e2e',
  'performance',
]);
/** @see testSuiteSchema */
export type TestSuite = z.infer<typeof testSuiteSchema>;

/**
 * What was observed, by kind. Figures only: the verdict is computed here from facts and never taken from the sender.
 *
 * - `build`: ties image digests to a commit; sent once per build.
 * - `tests`: one suite; `executed` excludes skipped ones. 0 executed is no data, not a pass.
 * - `coverage`: line counts. `valid` 0 is no data.
 * - `vulnerabilities`: open findings by severity, after `scanned` things were looked at (0 = the scan did nothing).
 * - `code-quality`: lint findings.
 * - `performance`: latencies in milliseconds and the thresholds the tool itself checked, if any.
 * - `slo`: requests and failures over `windowMs`.
 * - `error-budget`: the share of the budget consumed in its window, in percent, as an exact decimal.
 * - `alerts`: names of critical alerts firing now in the environment; empty list = none firing.
 * - `canary`: the traffic share in percent, requests and failures over `durationMs`.
 */
export const evidenceFactsSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('build'),
      images: z.array(releaseImageSchema).min(1).max(50),
      repository: z.string().max(512),
      commit: commitSchema,
      version: z.string().min(1).max(256),
    }),
    z.strictObject({
      kind: z.literal('tests'),
      suite: testSuiteSchema,
      executed: count,
      failed: count,
      skipped: count.default(0),
      flaky: count.default(0),
    }),
    z.strictObject({
      kind: z.literal('coverage'),
      covered: count,
      valid: count,
    }),
    z.strictObject({
      kind: z.literal('vulnerabilities'),
      scanner: z.string().max(128).optional(),
      scanned: count,
      critical: count,
      high: count,
      medium: count.default(0),
      low: count.default(0),
      unknown: count.default(0),
    }),
    z.strictObject({
      kind: z.literal('code-quality'),
      files: count,
      lintErrors: count,
      lintWarnings: count.default(0),
    }),
    z.strictObject({
      kind: z.literal('performance'),
      requests: count,
      p95LatencyMs: amountSchema.optional(),
      p99LatencyMs: amountSchema.optional(),
      thresholdsFailed: count.default(0),
      thresholdsChecked: count.default(0),
    }),
    z.strictObject({
      kind: z.literal('slo'),
      requests: amountSchema,
      failures: amountSchema,
      windowMs: duration,
    }),
    z.strictObject({
      kind: z.literal('error-budget'),
      consumed: amountSchema,
      objective: amountSchema,
      requests: amountSchema,
      windowMs: duration,
    }),
    z.strictObject({
      kind: z.literal('alerts'),
      critical: z.array(z.string().max(256)).max(200),
    }),
    z.strictObject({
      kind: z.literal('canary'),
      trafficShare: amountSchema,
      requests: amountSchema,
      failures: amountSchema,
      durationMs: duration,
    }),
  ])
  .check(context => {
    const { value, issues } = context;
    const message = issues.length === 0 ? impossibleFigures(value) : undefined;
    if (message !== undefined) {
      issues.push({ code: 'custom', input: value, message });
    }
  });
/** @see evidenceFactsSchema */
export type EvidenceFacts = z.infer<typeof evidenceFactsSchema>;
/** The kinds of evidence. */
export type EvidenceKind = EvidenceFacts['kind'];

/** Counters that are rounded apart may differ by this much without being wrong. */
const ROUNDING = '0.00001';

/**
 * Why nothing real can have these figures, as a sentence; absent: something can. Such facts are refused where they come
 * in, and no gate judges them.
 */
export function impossibleFigures(facts: EvidenceFacts): string | undefined {
  for (const [key, value] of Object.entries(facts)) {
    const isNegative =
      (typeof value === 'number' && value < 0) ||
      (typeof value === 'string' && /^-\d/.test(value));
    if (isNegative && facts.kind !== 'build') {
      return `The report says ${key} ${value}, which cannot be below zero.`;
    }
  }
  switch (facts.kind) {
    case 'tests':
      return facts.failed > facts.executed
        ? `The report counts ${facts.failed} failed tests of ${facts.executed} executed.`
        : undefined;
    case 'coverage':
      return facts.covered > facts.valid
        ? `The coverage report counts ${facts.covered} covered lines of ${facts.valid}.`
        : undefined;
    case 'performance':
      return facts.p95LatencyMs !== undefined &&
        facts.p99LatencyMs !== undefined &&
        compareDecimals(facts.p99LatencyMs, facts.p95LatencyMs) < 0
        ? `The report says p99 ${facts.p99LatencyMs} ms and p95 ${facts.p95LatencyMs} ms; the 99th percentile cannot be the lower one.`
        : undefined;
    case 'slo':
      return impossibleTraffic(facts);
    case 'error-budget':
      return compareDecimals(facts.objective, '100') > 0
        ? `The report says an objective of ${facts.objective}%, above 100%.`
        : undefined;
    case 'canary':
      return exceeds(facts.trafficShare, '100')
        ? `The report says a traffic share of ${trimZeros(
            facts.trafficShare,
          )}%, above 100%.`
        : impossibleTraffic(facts);
    default:
      return undefined;
  }
}

function impossibleTraffic(figures: {
  readonly requests: string;
  readonly failures: string;
}): string | undefined {
  const { requests, failures } = figures;
  return exceeds(failures, requests)
    ? `The source counts ${trimZeros(failures)} failures in ${trimZeros(
        requests,
      )} requests.`
    : undefined;
}

/** Whether a figure is above another by more than rounding. */
function exceeds(figure: string, limit: string): boolean {
  return compareDecimals(subtractDecimals(figure, limit), ROUNDING) > 0;
}

/**
 * What an observation is about: a release of the component, named by its id, or by image (name + digest or tag) or
 * commit which the backend resolves; or the component in one environment, there optionally one release of it.
 */
export const evidenceSubjectSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('release'),
    componentRef: entityRefSchema,
    releaseId: contentHashSchema.optional(),
    image: releaseImageSchema.optional(),
    commit: commitSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('environment'),
    componentRef: entityRefSchema,
    environment: environmentNameSchema,
    releaseId: contentHashSchema.optional(),
  }),
]);
/** @see evidenceSubjectSchema */
export type EvidenceSubject = z.infer<typeof evidenceSubjectSchema>;

/**
 * What one report covers of its kind, as far as the facts and the subject do not say it: the tool, the module, the shard
 * `index` of `of`. A later report replaces only one of its own part. Absent: all of it.
 */
export const evidencePartSchema = z.strictObject({
  tool: z.string().min(1).max(128).optional(),
  module: z.string().min(1).max(128).optional(),
  shard: z
    .strictObject({
      index: z.number().int().min(1).max(1_000).describe('counted from 1'),
      of: z.number().int().min(1).max(1_000),
    })
    .refine(
      ({ index, of }) => index <= of,
      'a shard cannot have a number above how many there are',
    )
    .optional(),
});
/** @see evidencePartSchema */
export type EvidencePart = z.infer<typeof evidencePartSchema>;

/** How far evidence is trusted, weakest first: a person said so; a declared machine; a CI run's own identity; we asked the source. */
export const evidenceTiers = ['asserted', 'machine', 'ci', 'pulled'] as const;
/** @see evidenceTiers */
export const evidenceTierSchema = z.enum(evidenceTiers);
/** @see evidenceTiers */
export type EvidenceTier = z.infer<typeof evidenceTierSchema>;

/**
 * An immutable recorded observation. `observedAt` is when it was measured, never later than `receivedAt`, when we recorded it.
 * `problem` is present when a source was asked and gave no usable answer: such a record has no facts and its gates
 * answer `errored` (or `no-data` when the source answered that there is nothing).
 */
export const evidenceSchema = z.object({
  evidenceId: z.string(),
  kind: z.enum([
    'build',
    'tests',
    'coverage',
    'vulnerabilities',
    'code-quality',
    'performance',
    'slo',
    'error-budget',
    'alerts',
    'canary',
  ]),
  subject: evidenceSubjectSchema,
  part: evidencePartSchema.optional(),
  facts: evidenceFactsSchema.optional(),
  problem: z
    .object({ code: z.enum(['no-data', 'errored']), message: z.string() })
    .optional(),
  question: z
    .string()
    .max(128)
    .optional()
    .describe(
      'what the source was asked, where gates of one kind ask differently; absent: it counts for all of them',
    ),
  producer: z.string().max(256),
  tier: evidenceTierSchema,
  observedAt: timestampSchema,
  receivedAt: timestampSchema,
  url: linkSchema.optional(),
  rawDigest: contentHashSchema.optional(),
});
/** @see evidenceSchema */
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * The id of an observation: the hash of what it says, about what, when and by whom. The same report sent twice is one
 * observation. When it was received, and the link, do not matter.
 */
export function evidenceIdOf(
  evidence: Omit<Evidence, 'evidenceId' | 'tier' | 'receivedAt'>,
): string {
  const { kind, subject, part, question, facts, problem, producer } = evidence;
  return contentHash({
    kind,
    subject,
    part,
    question,
    facts,
    problem,
    observedAt: Date.parse(evidence.observedAt),
    producer,
  });
}
