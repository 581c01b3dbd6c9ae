// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import type { GateResult } from './Gate';
import { gateStatusSchema } from './Gate';
import type { Hold } from './Hold';
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

/**
 * What a person lifts on one promotion, and as what they saw it: the gate with its status, the holds by their ids, the
 * rollback block by its moment. What they did not see is not lifted. `status`, `holdIds` and `barredAt` are absent only in
 * what earlier versions stored; a command has to name them.
 */
export const overrideTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('gate'),
    gateId: z.string().max(128),
    status: gateStatusSchema
      .optional()
      .describe('the status it was given on; a worse one is not lifted'),
  }),
  z.strictObject({ kind: z.literal('approval') }),
  z.strictObject({ kind: z.literal('window') }),
  z.strictObject({
    kind: z.literal('hold'),
    holdIds: z
      .array(z.string().max(128))
      .max(100)
      .optional()
      .describe('the holds it lifts; a later one is not lifted'),
  }),
  z.strictObject({
    kind: z.literal('barred'),
    barredAt: timestampSchema
      .optional()
      .describe('when the release was blocked; a later block is not lifted'),
  }),
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

/** How bad a gate's status is; an override of a status lifts what is no worse. */
const severity = {
  passed: 0,
  pending: 1,
  'no-data': 2,
  stale: 2,
  mismatched: 2,
  errored: 2,
  failed: 3,
} as const satisfies Record<GateResult['status'], number>;

/** Whether an override's target lifts a gate as it is now. */
export function liftsGate(
  target: OverrideTarget,
  { gateId, status }: Pick<GateResult, 'gateId' | 'status'>,
): boolean {
  return (
    target.kind === 'gate' &&
    target.gateId === gateId &&
    severity[status] <= severity[target.status ?? 'failed']
  );
}

/** Whether an override lifts a hold: it names it, or, stored by an earlier version, was given while it was there. */
export function liftsHold(
  { target, overriddenAt }: Pick<Override, 'target' | 'overriddenAt'>,
  { holdId, from }: Pick<Hold, 'holdId' | 'from'>,
): boolean {
  if (target.kind !== 'hold') return false;
  return (
    target.holdIds?.includes(holdId) ??
    Date.parse(from) <= Date.parse(overriddenAt)
  );
}

/** Whether an override lifts the block after a rollback: it names it, or, stored by an earlier version, was given after it. */
export function liftsBar(
  { target, overriddenAt }: Pick<Override, 'target' | 'overriddenAt'>,
  { barredAt }: { readonly barredAt: string },
): boolean {
  if (target.kind !== 'barred') return false;
  return target.barredAt === undefined
    ? Date.parse(barredAt) <= Date.parse(overriddenAt)
    : Date.parse(target.barredAt) === Date.parse(barredAt);
}

/**
 * An override as this version reads it. Earlier versions stored a gate without its status; the verdict kept beside it
 * says which one it was.
 */
export function upgradeOverride(stored: Override): Override {
  const { target, verdict } = stored;
  if (target.kind !== 'gate' || target.status !== undefined) return stored;
  const status = gateStatusSchema.safeParse(verdict.split(':')[0]);
  return status.success
    ? { ...stored, target: { ...target, status: status.data } }
    : stored;
}
