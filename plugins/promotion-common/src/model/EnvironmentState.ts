// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { releaseSchema } from './Release';
import {
  entityRefSchema,
  environmentNameSchema,
  linkSchema,
  timestampSchema,
} from './scalars';

/** Sync of desired and actual state, as the deployment tool says; `unknown` = no answer could be had. */
export const syncStatusSchema = z.enum(['synced', 'out-of-sync', 'unknown']);
/** @see syncStatusSchema */
export type SyncStatus = z.infer<typeof syncStatusSchema>;

/** Health of what runs, worst of the environment's applications; `unknown` = no answer could be had. */
export const healthStatusSchema = z.enum([
  'healthy',
  'progressing',
  'suspended',
  'missing',
  'degraded',
  'unknown',
]);
/** @see healthStatusSchema */
export type HealthStatus = z.infer<typeof healthStatusSchema>;

/**
 * How the release came to be desired here: by a promotion; outside any promotion, by a commit somebody pushed;
 * or known from the first look (`baseline`, back-filled from git history where there is some).
 */
export const originSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('promotion'),
    promotionId: z.string(),
    commit: z.string().optional(),
  }),
  z.object({
    kind: z.literal('outside'),
    commit: z.string(),
    author: z.string().optional(),
    message: z.string().optional(),
    url: linkSchema.optional(),
  }),
  z.object({
    kind: z.literal('baseline'),
    commit: z.string().optional(),
    author: z.string().optional(),
    message: z.string().optional(),
    url: linkSchema.optional(),
  }),
]);
/** @see originSchema */
export type Origin = z.infer<typeof originSchema>;

/**
 * A stretch of time in which one release was live in an environment. `until` absent = still live. `stableSince` as in
 * the state, as it was at the end of the stretch.
 */
export const liveIntervalSchema = z.object({
  releaseId: z.string(),
  version: z.string(),
  since: timestampSchema,
  until: timestampSchema.optional(),
  stableSince: timestampSchema.optional(),
  promotionId: z.string().optional(),
  succeeded: z
    .boolean()
    .describe('it was healthy here, by promotion or by deployment history'),
});
/** @see liveIntervalSchema */
export type LiveInterval = z.infer<typeof liveIntervalSchema>;

/**
 * What one source of an environment has against it, since when.
 *
 * - `outage`: it gives no answer. - `setup`: something is not configured correctly, so that nothing can be promoted.
 * - `condition`: what it reports of what runs, such as Pods that cannot be read; nothing is wrong with the setup.
 */
export const environmentProblemSchema = z.object({
  source: z.enum(['repository', 'application']),
  kind: z.enum(['outage', 'setup', 'condition']),
  code: z.string(),
  message: z.string(),
  since: timestampSchema,
});
/** @see environmentProblemSchema */
export type EnvironmentProblem = z.infer<typeof environmentProblemSchema>;

/**
 * What the observer last recorded of one component in one environment. Views read this and nothing else.
 *
 * `desired` is what the GitOps repository says at `commit` (absent: not readable or no such image, see `problems`);
 * `live` what the cluster runs (absent: unknown or nothing); `since` the moment `live` became live;
 * `healthySince` the last change of health; `changedAt` the last change of desired or live state. `stableSince` is when
 * the live release first was healthy after it came or after it was last degraded or missing (absent: it is not so yet):
 * an autoscaler that makes it progress for a while does not move it. `history` is newest first, at most 20. `observedAt` is
 * when the deployment tool last answered. `problems` are those of each source, the repository's first.
 */
export const environmentStateSchema = z.object({
  componentRef: entityRefSchema,
  environment: environmentNameSchema,
  desired: releaseSchema.optional(),
  commit: z.string().optional(),
  commitUrl: linkSchema.optional(),
  live: releaseSchema.optional(),
  since: timestampSchema.optional(),
  desiredSince: timestampSchema.optional(),
  changedAt: timestampSchema.optional(),
  stableSince: timestampSchema.optional(),
  origin: originSchema.optional(),
  sync: syncStatusSchema,
  health: healthStatusSchema,
  healthMessage: z.string().optional(),
  healthySince: timestampSchema.optional(),
  applicationUrl: linkSchema.optional(),
  history: z.array(liveIntervalSchema),
  observedAt: timestampSchema,
  problems: z.array(environmentProblemSchema),
});
/** @see environmentStateSchema */
export type EnvironmentState = z.infer<typeof environmentStateSchema>;
