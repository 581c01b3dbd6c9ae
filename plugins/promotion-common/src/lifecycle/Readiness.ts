// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { tallySchema } from '../model/Approval';
import { explanationSchema } from '../model/Explanation';
import { gateResultSchema } from '../model/Gate';
import { timestampSchema } from '../model/scalars';

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
 * `barred` true and not overridden blocks like a gate.
 */
export const readinessSchema = z.object({
  gates: z.array(gateResultSchema),
  blockingGateIds: z.array(z.string()),
  barred: z.boolean(),
  tally: tallySchema,
  waits: z.array(waitSchema),
  explanation: explanationSchema,
  headline: z.string(),
  reevaluateAt: timestampSchema.optional(),
  evaluatedAt: timestampSchema,
});
/** @see readinessSchema */
export type Readiness = z.infer<typeof readinessSchema>;
