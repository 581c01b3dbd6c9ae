// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { environmentNameSchema, linkSchema, timestampSchema } from './scalars';

/**
 * The verdict on one gate. Only `passed` lets through; every other one blocks when the gate is enforced.
 *
 * - `failed`: the answer is no. - `pending`: only time is missing, see `reevaluateAt`.
 * - `no-data`: nothing (or too little) was observed. - `stale`: it is older than its limit.
 * - `mismatched`: there is evidence, but about something else. - `errored`: no answer could be had.
 */
export const gateStatuses = [
  'passed',
  'failed',
  'pending',
  'no-data',
  'stale',
  'mismatched',
  'errored',
] as const;
/** @see gateStatuses */
export const gateStatusSchema = z.enum(gateStatuses);
/** @see gateStatuses */
export type GateStatus = z.infer<typeof gateStatusSchema>;

/** `enforce` blocks, `warn` is shown and blocks nothing, `observe` is recorded and shown in details only. */
export const gateModeSchema = z.enum(['enforce', 'warn', 'observe']);
/** @see gateModeSchema */
export type GateMode = z.infer<typeof gateModeSchema>;

/** One figure behind a verdict: what was measured, the limit, and whether it holds. `value` absent = not measured. */
export const measureSchema = z.object({
  label: z.string(),
  value: z.string().optional(),
  limit: z.string(),
  status: gateStatusSchema,
});
/** @see measureSchema */
export type Measure = z.infer<typeof measureSchema>;

/**
 * The verdict on one gate of a path, with everything a reader needs: the figures and their limits, where they come
 * from and how old they are, a sentence saying why it does not pass, and what would change that (`remedy`).
 *
 * `gateId` is unique on the path: the rule's `name`, else its kind. `environment` says where an environment gate was
 * judged. `reevaluateAt` is present when time alone can change the verdict. Who can help is for the explanation to say.
 */
export const gateResultSchema = z.object({
  gateId: z.string(),
  kind: z.string().max(64),
  title: z.string(),
  mode: gateModeSchema,
  status: gateStatusSchema,
  reason: z.object({ code: z.string(), message: z.string() }),
  remedy: z.string().optional(),
  environment: environmentNameSchema.optional(),
  measures: z.array(measureSchema),
  source: z.string().optional(),
  url: linkSchema.optional(),
  observedAt: timestampSchema.optional(),
  reevaluateAt: timestampSchema.optional(),
  evidenceIds: z.array(z.string()),
  children: z
    .array(
      z.object({
        environment: environmentNameSchema,
        status: gateStatusSchema,
        message: z.string(),
      }),
    )
    .optional()
    .describe('for gates judged on source and target, each side'),
});
/** @see gateResultSchema */
export type GateResult = z.infer<typeof gateResultSchema>;
