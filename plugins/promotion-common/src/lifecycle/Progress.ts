// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { actorSchema } from '../model/Actor';
import { fieldWriteSchema } from '../model/Plan';
import { timestampSchema } from '../model/scalars';

/**
 * A commit object that exists and is not yet on the branch: harmless. It is persisted before the ref moves, so that
 * a process that died between can look instead of repeating.
 */
export const preparedChangeSchema = z.object({
  repositoryUrl: z.string(),
  branch: z.string(),
  baseCommit: z.string(),
  commit: z.string(),
  commitUrl: z.string().optional(),
  writes: z.array(fieldWriteSchema),
});
/** @see preparedChangeSchema */
export type PreparedChange = z.infer<typeof preparedChangeSchema>;

/**
 * What looking at a deployment said.
 *
 * - `waiting`: not there yet; `message` names what is waited for. - `live`: new image live, healthy, settled.
 * - `failed`: the answer is no (operation failed, degraded). - `superseded`: somebody put another image there.
 * - `suspended`: paused on purpose, such as a canary step.
 */
export const observationSchema = z.object({
  status: z.enum(['waiting', 'live', 'failed', 'superseded', 'suspended']),
  message: z.string(),
  revision: z.string().optional(),
  images: z.array(z.string()).default([]),
  health: z.string().optional(),
  healthySince: timestampSchema.optional(),
  wasDegradedBefore: z.boolean().optional(),
  syncRequestedAt: timestampSchema.optional(),
  overtakenBy: z
    .object({
      commit: z.string(),
      author: z.string().optional(),
      subject: z.string(),
      restored: z
        .boolean()
        .describe('the manifests hold what was there before the promotion'),
    })
    .optional()
    .describe('with `superseded`: the commit after ours, where git tells'),
  observedAt: timestampSchema,
});
/** @see observationSchema */
export type Observation = z.infer<typeof observationSchema>;

/** How far one change (forwards or back) has come. Absent fields have not happened. */
export const changeProgressSchema = z.object({
  attempt: z
    .number()
    .int()
    .min(1)
    .describe('Bounded; counts what went wrong, not lost races'),
  startedAt: timestampSchema,
  change: preparedChangeSchema.optional(),
  publishedCommit: z.string().optional(),
  publishedAt: timestampSchema.optional(),
  unchanged: z
    .boolean()
    .optional()
    .describe('the target already held it; nothing was committed'),
  observation: observationSchema.optional(),
  lastError: z.object({ message: z.string(), at: timestampSchema }).optional(),
});
/** @see changeProgressSchema */
export type ChangeProgress = z.infer<typeof changeProgressSchema>;

/** The result of one validation after deployment. */
export const validationResultSchema = z.object({
  name: z.string(),
  kind: z.string(),
  status: z.enum(['running', 'passed', 'failed', 'errored']),
  message: z.string(),
  checkedAt: timestampSchema,
});
/** @see validationResultSchema */
export type ValidationResult = z.infer<typeof validationResultSchema>;

/** Everything execution has done so far; from it alone `nextAction` tells what the worker does next. */
export const progressSchema = z.object({
  deployment: changeProgressSchema.optional(),
  validations: z.array(validationResultSchema).default([]),
  revert: changeProgressSchema
    .extend({ reason: z.object({ code: z.string(), message: z.string() }) })
    .optional(),
  cancelRequested: z
    .object({
      at: timestampSchema,
      by: actorSchema,
      reason: z.string(),
      canRollBack: z
        .boolean()
        .optional()
        .describe('whether they can also roll back; absent: no'),
    })
    .optional()
    .describe('A person asked to stop; what was published by then decides'),
  pullRequest: z
    .object({ number: z.number().int(), url: z.string() })
    .optional(),
});
/** @see progressSchema */
export type Progress = z.infer<typeof progressSchema>;
