// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { releaseImageSchema } from './Release';
import {
  contentHashSchema,
  decimalSchema,
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
export const evidenceFactsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('build'),
    images: z.array(releaseImageSchema).min(1).max(50),
    repository: z.string().max(512),
    commit: z.string().regex(/^[0-9a-f]{7,64}$/),
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
  z.strictObject({ kind: z.literal('coverage'), covered: count, valid: count }),
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
    p95LatencyMs: decimalSchema.optional(),
    p99LatencyMs: decimalSchema.optional(),
    thresholdsFailed: count.default(0),
    thresholdsChecked: count.default(0),
  }),
  z.strictObject({
    kind: z.literal('slo'),
    requests: decimalSchema,
    failures: decimalSchema,
    windowMs: duration,
  }),
  z.strictObject({
    kind: z.literal('error-budget'),
    consumed: decimalSchema,
    objective: decimalSchema,
    requests: decimalSchema,
    windowMs: duration,
  }),
  z.strictObject({
    kind: z.literal('alerts'),
    critical: z.array(z.string().max(256)).max(200),
  }),
  z.strictObject({
    kind: z.literal('canary'),
    trafficShare: decimalSchema,
    requests: decimalSchema,
    failures: decimalSchema,
    durationMs: duration,
  }),
]);
/** @see evidenceFactsSchema */
export type EvidenceFacts = z.infer<typeof evidenceFactsSchema>;
/** The kinds of evidence. */
export type EvidenceKind = EvidenceFacts['kind'];

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
    commit: z
      .string()
      .regex(/^[0-9a-f]{7,64}$/)
      .optional(),
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

/** How far evidence is trusted, weakest first: a person said so; a declared machine; a CI run's own identity; we asked the source. */
export const evidenceTiers = ['asserted', 'machine', 'ci', 'pulled'] as const;
/** @see evidenceTiers */
export const evidenceTierSchema = z.enum(evidenceTiers);
/** @see evidenceTiers */
export type EvidenceTier = z.infer<typeof evidenceTierSchema>;

/**
 * An immutable recorded observation. `observedAt` is when it was measured, `receivedAt` when we recorded it.
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
