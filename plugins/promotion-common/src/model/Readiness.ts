// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema, tallySchema } from './Approval';
import { explanationSchema } from './Explanation';
import { gateResultSchema } from './Gate';
import { timestampSchema } from './scalars';

/** What only time or a turn is missing for. */
export const waitSchema = z.object({
  kind: z.enum([
    'not-before',
    'window',
    'hold',
    'slot',
    'concurrency',
    'outage',
  ]),
  message: z.string(),
  until: timestampSchema.optional(),
});
/** @see waitSchema */
export type Wait = z.infer<typeof waitSchema>;

/**
 * Whether a promotion may execute, judged at one moment from gathered facts: gates (with the ids of enforced ones
 * that do not pass and are not overridden), the tally, what only time or a turn is missing for, and why.
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
  explanation: explanationSchema,
  headline: z.string(),
  reevaluateAt: timestampSchema.optional(),
  evaluatedAt: timestampSchema,
});
/** @see readinessSchema */
export type Readiness = z.infer<typeof readinessSchema>;
