// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { actorSchema } from './Actor';
import {
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from './scalars';

/** Set at run time by a person or a rollback; stops promotions in its scope until lifted or `until`. */
export const holdSchema = z.object({
  holdId: z.string(),
  scope: z.object({
    environment: environmentNameSchema.optional(),
    componentRef: entityRefSchema.optional(),
    systemRef: entityRefSchema.optional(),
    ownerRef: entityRefSchema.optional(),
  }),
  stops: z.enum(['automatic', 'all']),
  from: timestampSchema,
  until: timestampSchema.optional(),
  reason: z.string(),
  setBy: actorSchema,
  promotionId: z.string().optional(),
  liftedAt: timestampSchema.optional(),
});
/** @see holdSchema */
export type Hold = z.infer<typeof holdSchema>;

/** A release that was rolled back may not go to that environment again until a person lifts it. */
export const barredReleaseSchema = z.object({
  componentRef: entityRefSchema,
  environment: environmentNameSchema,
  releaseId: z.string(),
  version: z.string(),
  reason: z.string(),
  promotionId: z.string(),
  barredAt: timestampSchema,
  liftedAt: timestampSchema.optional(),
  liftedBy: entityRefSchema.optional(),
  liftReason: z.string().optional(),
});
/** @see barredReleaseSchema */
export type BarredRelease = z.infer<typeof barredReleaseSchema>;
