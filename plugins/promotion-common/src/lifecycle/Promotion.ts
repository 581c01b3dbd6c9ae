// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { actorSchema } from '../model/Actor';
import {
  applicationIdSchema,
  fieldWriteSchema,
  manifestDiffSchema,
} from '../model/Plan';
import { releaseSchema } from '../model/Release';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from '../model/scalars';
import { progressSchema } from './Progress';
import { readinessSchema } from '../model/Readiness';
import { promotionStateSchema, targetStateSchema } from './states';
import type { PathRules } from '../rules/PromotionRules';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';

/**
 * One attempt, from request to end, to make one release the desired state of one environment: the aggregate.
 *
 * The fields up to `fieldWrites` say what was asked and planned; they change only when the plan changed
 * (`plan-changed`), which dismisses approvals. `requesterRefs` is everyone on the asking side: the caller, the user it
 * acts for, the CI run's actor, and those of `retryOf`. `version` grows by exactly one with each transition.
 * `deadlineAt` bounds the present wait; `outageSince` says since when a source is away, during which deadlines stand still.
 * `outageMs` is for how long they already stood still in this phase.
 */
export const promotionSchema = z.object({
  promotionId: z.string(),
  version: z.number().int().min(1),
  kind: z.enum(['promotion', 'rollback']),
  componentRef: entityRefSchema,
  from: environmentNameSchema,
  to: environmentNameSchema,
  release: releaseSchema,
  releaseBefore: releaseSchema.optional(),
  rulesName: z.string(),
  rulesRevision: contentHashSchema,
  pathHash: contentHashSchema,
  contentHash: contentHashSchema,
  fieldWrites: z.array(fieldWriteSchema),
  applications: z.array(applicationIdSchema),
  diffs: z
    .array(manifestDiffSchema)
    .optional()
    .describe('the text of the planned change, as people saw it; not hashed'),
  requestedBy: actorSchema,
  requesterRefs: z.array(z.string()),
  requestedAt: timestampSchema,
  reason: z.string().optional(),
  reference: z.string().optional(),
  notBefore: timestampSchema.optional(),
  whenBlocked: z.enum(['refuse', 'wait']),
  rollbackOf: z.string().optional(),
  retryOf: z.string().optional(),
  state: promotionStateSchema,
  stateSince: timestampSchema,
  targetState: targetStateSchema,
  deadlineAt: timestampSchema.optional(),
  outageSince: timestampSchema.optional(),
  outageMessage: z.string().optional(),
  outageMs: z.number().int().optional(),
  readiness: readinessSchema.optional(),
  progress: progressSchema,
  outcome: z.object({ code: z.string(), message: z.string() }).optional(),
  supersededBy: z.string().optional(),
  endedAt: timestampSchema.optional(),
});

/** What a promotion was asked under: the path's section of the rules and the resolved environments, kept as they were. */
export interface PromotionTerms {
  readonly path: PathRules;
  readonly source: ResolvedEnvironment;
  readonly target: ResolvedEnvironment;
  readonly outageMaxMs: number;
}

/** @see promotionSchema */
export type Promotion = z.infer<typeof promotionSchema> & {
  readonly terms: PromotionTerms;
};
