// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import {
  approvalRequirementSchema,
  overrideTargetSchema,
  tallySchema,
} from '../model/Approval';
import { environmentStateSchema } from '../model/EnvironmentState';
import { explanationSchema, explanationTones } from '../model/Explanation';
import { gateResultSchema } from '../model/Gate';
import { barredReleaseSchema, holdSchema } from '../model/Hold';
import { gateCountsSchema, obstacleSchema } from '../model/Readiness';
import { releaseSchema } from '../model/Release';
import {
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from '../model/scalars';
import { promotionSummarySchema, promotionViewSchema } from './PromotionView';

const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string().optional(),
});

/** One environment of the tab. `rollbackTargets` are releases that succeeded here and are not barred, newest first. */
export const environmentLaneSchema = z.object({
  environment: environmentNameSchema,
  title: z.string(),
  state: environmentStateSchema.optional(),
  setup: z
    .object({
      problems: z.array(problemSchema),
      outages: z.array(
        z.object({
          source: z.enum(['repository', 'application', 'observer']),
          message: z.string(),
          since: timestampSchema,
        }),
      ),
    })
    .describe('what is not configured correctly, and which sources are away'),
  barred: z.array(barredReleaseSchema),
  liftedBars: z
    .array(barredReleaseSchema)
    .describe('the newest bars that a person lifted, with who and why'),
  lift: z
    .object({ allowed: z.boolean(), reason: z.string().optional() })
    .describe('whether this viewer may lift a bar here, and why not'),
  holds: z.array(holdSchema),
  openPromotionId: z.string().optional(),
  rollback: z.object({
    allowed: z.boolean(),
    reason: z.string().optional(),
    targets: z.array(
      z.object({
        releaseId: z.string(),
        version: z.string(),
        since: timestampSchema,
        promotionId: z.string().optional(),
      }),
    ),
  }),
});
/** @see environmentLaneSchema */
export type EnvironmentLane = z.infer<typeof environmentLaneSchema>;

/**
 * How things stand on a path.
 *
 * - `ready`: it may move now. - `needs-approval`: gates pass, people must agree after asking.
 * - `blocked`: something stands in the way. - `waiting`: only time or a turn is missing.
 * - `in-progress`: a promotion is open. - `nothing-to-move`: the target already holds it.
 * - `unknown`: facts are missing, see the explanation.
 */
export const pathStatuses = [
  'ready',
  'needs-approval',
  'blocked',
  'waiting',
  'in-progress',
  'nothing-to-move',
  'unknown',
] as const;

/** One path of the tab: what would move, whether it may, what stands in the way and who can remove it. */
export const pathViewSchema = z.object({
  from: environmentNameSchema,
  to: environmentNameSchema,
  status: z.enum(pathStatuses),
  tone: z.enum(explanationTones).describe('how it stands, for its colour'),
  headline: z.string(),
  explanation: explanationSchema,
  obstacles: z
    .array(obstacleSchema)
    .describe('all that stands in the way, in the order people read it'),
  helpers: z
    .array(z.string())
    .describe('who can remove what comes first: role names and references'),
  release: releaseSchema.optional(),
  gates: z
    .array(gateResultSchema)
    .describe(
      'what blocks first, worst on top, then warnings, what passed, and what is only observed',
    ),
  gateCounts: gateCountsSchema,
  requirement: approvalRequirementSchema,
  tally: tallySchema.optional(),
  promotion: promotionViewSchema.optional().describe('the open one'),
  promote: z
    .object({ allowed: z.boolean(), reason: z.string().optional() })
    .describe('`reason` says why not, where the headline does not say it'),
  override: z
    .object({
      allowed: z.boolean(),
      reason: z.string().optional(),
      role: z.string().optional(),
      review: z.string().optional(),
      targets: z
        .array(overrideTargetSchema)
        .optional()
        .describe('what this viewer can override here; absent: nothing'),
    })
    .describe('whether this viewer may let go what blocks'),
});
/** @see pathViewSchema */
export type PathView = z.infer<typeof pathViewSchema>;

/**
 * The one view of the tab, from recorded facts only. `headline` is the sentence on top, `about` the path it speaks of
 * (absent: the whole component, or a rollback), `tone` how it is meant. `collecting` says that old
 * facts are being looked up right now. `sources` tells which outside systems answer. `problems` are configuration
 * errors with place and remedy.
 */
export const componentViewSchema = z.object({
  componentRef: entityRefSchema,
  name: z.string(),
  rulesName: z.string(),
  rulesRevision: z.string(),
  rulesProblem: z
    .string()
    .optional()
    .describe('a newer version of the rules is broken and not used'),
  roleTitles: z.record(z.string(), z.string()),
  headline: z.string(),
  tone: z.enum(explanationTones),
  about: z
    .object({ from: environmentNameSchema, to: environmentNameSchema })
    .optional(),
  lanes: z.array(environmentLaneSchema),
  paths: z.array(pathViewSchema),
  promotions: z
    .array(promotionSummarySchema)
    .describe('newest first, at most 20'),
  reviews: z
    .array(
      z.object({
        promotionId: z.string(),
        overrideId: z.string(),
        role: z.string(),
        dueAt: timestampSchema,
        mine: z.boolean(),
        message: z.string(),
      }),
    )
    .describe('overrides whose review is due'),
  viewer: z.object({ userRef: z.string(), roles: z.array(z.string()) }),
  sources: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['ok', 'unreachable']),
      message: z.string().optional(),
      since: timestampSchema.optional(),
    }),
  ),
  problems: z.array(problemSchema),
  collecting: z.boolean(),
  observedAt: timestampSchema.optional(),
  generatedAt: timestampSchema,
  refreshAfterMs: z.number().int(),
});
/** @see componentViewSchema */
export type ComponentView = z.infer<typeof componentViewSchema>;
