// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { evidenceTierSchema, testSuiteSchema } from '../model/Evidence';
import { gateModeSchema } from '../model/Gate';
import { durationSchema, percentageSchema } from './quantities';

const count = z.number().int().min(0);

const everyGate = {
  name: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      'a name has lower-case letters, digits and dashes, such as e2e-tests',
    )
    .max(64)
    .optional()
    .describe('Unique on the path; the kind where absent'),
  mode: gateModeSchema
    .default('enforce')
    .describe('enforce blocks, warn is shown, observe is recorded only'),
};

/** Gates on evidence that somebody pushed, or a source that was asked. */
const onEvidence = {
  ...everyGate,
  maxAge: durationSchema
    .optional()
    .describe('Evidence older than this is stale; absent: it does not age'),
  minTier: evidenceTierSchema
    .default('machine')
    .describe('The weakest trust that counts'),
};

const onEnvironment = {
  on: z
    .enum(['source', 'target', 'both'])
    .default('source')
    .describe('The environment it is judged on'),
};

/** What a path may ask, one schema a gate kind. */
export const gateRulesSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z
      .literal('tests')
      .describe('Test suites ran on this release and passed'),
    ...onEvidence,
    suites: z
      .array(testSuiteSchema)
      .min(1)
      .describe('Each must have run and passed'),
  }),
  z.strictObject({
    kind: z.literal('coverage').describe('Enough lines are covered by tests'),
    ...onEvidence,
    min: percentageSchema.describe('Line coverage, at least'),
  }),
  z.strictObject({
    kind: z
      .literal('vulnerabilities')
      .describe('No more open findings than allowed'),
    ...onEvidence,
    maxCritical: count.describe('Open critical findings, at most'),
    maxHigh: count.describe('Open high findings, at most'),
    maxMedium: count.optional().describe('Absent: not limited'),
  }),
  z.strictObject({
    kind: z
      .literal('code-quality')
      .describe('No more lint errors than allowed'),
    ...onEvidence,
    maxLintErrors: count.describe('At most'),
  }),
  z.strictObject({
    kind: z
      .literal('performance')
      .describe('A load test passed its own thresholds and these'),
    ...onEvidence,
    maxP95LatencyMs: count
      .optional()
      .describe(
        '95th percentile in milliseconds, at most; absent: not limited',
      ),
    maxP99LatencyMs: count
      .optional()
      .describe(
        '99th percentile in milliseconds, at most; absent: not limited',
      ),
    minRequests: count.default(1).describe('Fewer requests are no data'),
  }),
  z.strictObject({
    kind: z
      .literal('slo')
      .describe('Availability and error rate in the environment'),
    ...onEvidence,
    ...onEnvironment,
    minAvailability: percentageSchema,
    maxErrorRate: percentageSchema,
    window: durationSchema
      .optional()
      .describe(
        'How far back; absent: since the release became live there, at most 30 d',
      ),
    minDuration: durationSchema
      .optional()
      .describe('Shorter observation is no data; absent: 10m'),
    minRequests: count.default(100).describe('Fewer requests are no data'),
  }),
  z.strictObject({
    kind: z
      .literal('error-budget')
      .describe('Enough of the error budget of the environment is left'),
    ...onEvidence,
    ...onEnvironment,
    objective: percentageSchema.describe('The availability promised'),
    window: durationSchema.prefault('30d').describe('Default 30d'),
    maxConsumed: percentageSchema.describe('Consumed share must be below this'),
    minRequests: count.default(100).describe('Fewer requests are no data'),
  }),
  z.strictObject({
    kind: z.literal('alerts').describe('No critical alert fires'),
    ...onEvidence,
    ...onEnvironment,
  }),
  z.strictObject({
    kind: z
      .literal('stability')
      .describe(
        'The environment has been unchanged and healthy for a while; stale once it was not looked at for 10 min',
      ),
    ...everyGate,
    ...onEnvironment,
    minDuration: durationSchema.describe('No change and healthy for this long'),
  }),
  z.strictObject({
    kind: z
      .literal('soak')
      .describe(
        'The release has been live in the source for a while; stale once it was not looked at for 10 min',
      ),
    ...everyGate,
    minDuration: durationSchema.describe(
      'The release has been live in the source for this long without a break',
    ),
  }),
  z.strictObject({
    kind: z
      .literal('canary')
      .describe('Enough real traffic met the release, and it went well'),
    ...onEvidence,
    minTrafficShare: percentageSchema,
    minDuration: durationSchema,
    minSuccessRate: percentageSchema,
    minRequests: count.default(100).describe('Fewer requests are no data'),
  }),
]);
/** @see gateRulesSchema */
export type GateRules = z.infer<typeof gateRulesSchema>;
/** The rules of one kind of gate. */
export type GateRulesOf<K extends GateRules['kind']> = Extract<
  GateRules,
  { kind: K }
>;
