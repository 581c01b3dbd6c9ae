// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema, tallySchema } from './Approval';
import { explanationSchema } from './Explanation';
import { gateResultSchema } from './Gate';
import { timestampSchema } from './scalars';

/**
 * What a promotion can wait for, in the order people read it. `slot`: another promotion that goes first; `outage`: a
 * source that is unreachable.
 */
export const waitKinds = [
  'outage',
  'not-before',
  'window',
  'hold',
  'slot',
  'concurrency',
] as const;

/** What only time, a turn or a source is missing for. `holdId` is there for a hold: an override names it. */
export const waitSchema = z.object({
  kind: z.enum(waitKinds),
  message: z.string(),
  until: timestampSchema.optional(),
  holdId: z.string().optional(),
});
/** @see waitSchema */
export type Wait = z.infer<typeof waitSchema>;

/** What can stand in the way, in the order people read it: what nobody can wait for comes first. */
export const obstacleKinds = [
  'rejected',
  'setup',
  'source',
  'barred',
  'gate',
  'outage',
  'approval',
  'not-before',
  'window',
  'hold',
  'slot',
  'concurrency',
] as const;

/**
 * One thing in the way of a promotion. `blocks` needs somebody to act, `waits` needs time, a turn, a source or people's
 * approval. `helpers` are role names and entity references of those who can remove it, most fitting first. `until` is
 * when it goes by itself. `override` says what an override of it names, and which roles can give one; absent: nobody.
 */
export const obstacleSchema = z.object({
  key: z.string().describe('unique in its list'),
  kind: z.enum(obstacleKinds),
  tone: z.enum(['blocks', 'waits']),
  refuses: z
    .boolean()
    .describe(
      'a request is refused for it, unless it overrides it or says that it waits; else it is waited for anyway',
    ),
  title: z.string(),
  message: z.string(),
  remedy: z.string().optional(),
  helpers: z.array(z.string()),
  until: timestampSchema.optional(),
  override: z
    .object({ target: overrideTargetSchema, roles: z.array(z.string()) })
    .optional(),
});
/** @see obstacleSchema */
export type Obstacle = z.infer<typeof obstacleSchema>;

/** How many gates let through and how many block, without those that are only observed. */
export const gateCountsSchema = z.object({
  passed: z.number().int(),
  blocking: z.number().int(),
  total: z.number().int(),
});
/** @see gateCountsSchema */
export type GateCounts = z.infer<typeof gateCountsSchema>;

/**
 * Whether a promotion may execute, judged at one moment from gathered facts: gates (with the ids of enforced ones
 * that do not pass and are not overridden), the tally, what only time or a turn is missing for, and why.
 * `obstacles` is all that stands in the way, in the order people read it; absent in what older versions recorded.
 * `barred` true says that the release is barred there and nobody overrode that: it blocks like a gate. `overridden` is
 * what authorised people let go on this content; with `approval` among it a quorum that is not reached blocks no more.
 */
export const readinessSchema = z.object({
  gates: z.array(gateResultSchema),
  blockingGateIds: z.array(z.string()),
  barred: z.boolean(),
  overridden: z.array(overrideTargetSchema).optional(),
  tally: tallySchema,
  waits: z.array(waitSchema),
  obstacles: z.array(obstacleSchema).optional(),
  explanation: explanationSchema,
  headline: z.string(),
  reevaluateAt: timestampSchema.optional(),
  evaluatedAt: timestampSchema,
});
/** @see readinessSchema */
export type Readiness = z.infer<typeof readinessSchema>;
