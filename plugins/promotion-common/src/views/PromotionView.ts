// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { promotionSchema } from '../lifecycle/Promotion';
import { promotionStateSchema, targetStateSchema } from '../lifecycle/states';
import { actorSchema } from '../model/Actor';
import {
  approvalRequirementSchema,
  approvalSchema,
  overrideSchema,
} from '../model/Approval';
import { explanationSchema, explanationTones } from '../model/Explanation';
import { manifestDiffSchema } from '../model/Plan';
import { releaseSchema } from '../model/Release';
import {
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from '../model/scalars';
import { commandSchema } from '../commands/Command';

/** One line of a promotion's history. `hash` chains it to the line before. */
export const timelineEntrySchema = z.object({
  sequence: z.number().int(),
  at: timestampSchema,
  actor: actorSchema,
  event: z.string(),
  from: promotionStateSchema,
  to: promotionStateSchema,
  message: z.string(),
  hash: z.string(),
});
/** @see timelineEntrySchema */
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A promotion in a list. */
export const promotionSummarySchema = z.object({
  promotionId: z.string(),
  kind: z.enum(['promotion', 'rollback']),
  componentRef: entityRefSchema,
  from: environmentNameSchema,
  to: environmentNameSchema,
  release: releaseSchema,
  state: promotionStateSchema,
  stateSince: timestampSchema,
  targetState: targetStateSchema,
  requestedBy: actorSchema,
  requestedAt: timestampSchema,
  endedAt: timestampSchema.optional(),
  headline: z.string(),
  overridden: z.boolean(),
});
/** @see promotionSummarySchema */
export type PromotionSummary = z.infer<typeof promotionSummarySchema>;

/** One promotion with everything the browser shows of it, and what this viewer may do. The browser never joins. */
export const promotionViewSchema = promotionSchema.extend({
  headline: z.string(),
  explanation: explanationSchema,
  tone: z.enum(explanationTones).describe('how it stands, for its colour'),
  helpers: z
    .array(z.string())
    .describe('who can remove what comes first: role names and references'),
  requirement: approvalRequirementSchema,
  roleTitles: z.record(z.string(), z.string()),
  approvals: z.array(approvalSchema),
  overrides: z.array(overrideSchema),
  diffs: z.array(manifestDiffSchema),
  timeline: z.array(timelineEntrySchema),
  commands: z.array(commandSchema),
  commitUrl: z.string().optional(),
  refreshAfterMs: z
    .number()
    .int()
    .describe('how soon it is worth asking again, without a signal'),
});
/** @see promotionViewSchema */
export type PromotionView = z.infer<typeof promotionViewSchema>;
