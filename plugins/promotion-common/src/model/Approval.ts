// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema, entityRefSchema, timestampSchema } from './scalars';

/** One person's recorded decision, for one content hash. */
export const approvalSchema = z.object({
  approvalId: z.string(),
  promotionId: z.string(),
  userRef: entityRefSchema,
  decision: z.enum(['approved', 'rejected']),
  contentHash: contentHashSchema,
  role: z
    .string()
    .optional()
    .describe('the role the person chose to act as; absent: any fitting one'),
  comment: z.string().max(2000).optional(),
  decidedAt: timestampSchema,
  expiresAt: timestampSchema.optional(),
  withdrawnAt: timestampSchema.optional(),
  dismissedAt: timestampSchema
    .optional()
    .describe('when the plan changed after it; it never counts again'),
  dismissedBecause: z.string().optional(),
  carriedFrom: z
    .string()
    .optional()
    .describe('the promotion this approval came along from, on a retry'),
  membershipProof: z
    .array(z.object({ role: z.string(), via: z.array(z.string()) }))
    .describe('roles held when deciding, and through which groups'),
  evidenceIds: z
    .array(z.string())
    .describe('the evidence that was on the table'),
});
/** @see approvalSchema */
export type Approval = z.infer<typeof approvalSchema>;

/** Who must agree: so many distinct people of each role. No slots = nobody need agree. */
export const approvalRequirementSchema = z.object({
  slots: z.array(
    z.object({ role: z.string(), count: z.number().int().min(1) }),
  ),
  allowRequester: z.boolean(),
  distinct: z.enum(['across-roles', 'within-role']),
});
/** @see approvalRequirementSchema */
export type ApprovalRequirement = z.infer<typeof approvalRequirementSchema>;

/** Why a recorded approval was not counted. */
export const dismissalReasons = [
  'requester',
  'not-a-member',
  'other-content',
  'expired',
  'withdrawn',
  'replaced',
  'not-needed',
  'slot-taken',
] as const;

/**
 * What was counted. `slots` has one entry per required person: filled by `userRef`, or open with the candidates that
 * could fill it. `satisfiable` false says that even if every candidate agreed the quorum could not be met, and
 * `unsatisfiableReason` why.
 */
export const tallySchema = z.object({
  reached: z.boolean(),
  rejected: z.boolean(),
  slots: z.array(
    z.object({
      role: z.string(),
      userRef: entityRefSchema.optional(),
      approvalId: z.string().optional(),
      candidates: z.array(entityRefSchema),
    }),
  ),
  dismissals: z.array(
    z.object({
      userRef: entityRefSchema,
      approvalId: z.string(),
      reason: z.enum(dismissalReasons),
      message: z.string(),
    }),
  ),
  satisfiable: z.boolean(),
  unsatisfiableReason: z.string().optional(),
  reevaluateAt: timestampSchema.optional(),
});
/** @see tallySchema */
export type Tally = z.infer<typeof tallySchema>;

/** The kinds of things that can be overridden. */
export const overrideTargetKinds = [
  'gate',
  'approval',
  'window',
  'hold',
  'barred',
] as const;

/** What a person may let go on one promotion. A gate is named by its id; the others stand for the whole obstacle. */
export const overrideTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('gate'), gateId: z.string().max(128) }),
  z.strictObject({ kind: z.literal('approval') }),
  z.strictObject({ kind: z.literal('window') }),
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('barred') }),
]);
/** @see overrideTargetSchema */
export type OverrideTarget = z.infer<typeof overrideTargetSchema>;

/** An authorised person let something go, with a reason. It lies beside the verdict, never over it. */
export const overrideSchema = z.object({
  overrideId: z.string(),
  promotionId: z.string(),
  target: overrideTargetSchema,
  userRef: entityRefSchema,
  role: z.string(),
  reason: z.string(),
  contentHash: contentHashSchema,
  overriddenAt: timestampSchema,
  verdict: z
    .string()
    .describe('the verdict as it stood: status and message, kept beside'),
  review: z
    .object({
      role: z.string(),
      dueAt: timestampSchema,
      reviewedBy: entityRefSchema.optional(),
      reviewedAt: timestampSchema.optional(),
      comment: z.string().optional(),
    })
    .optional(),
});
/** @see overrideSchema */
export type Override = z.infer<typeof overrideSchema>;
