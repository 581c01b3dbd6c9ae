// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema } from '../../model/scalars';
import { promotionParams, reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Roll back what a promotion did. */
export const rollback = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/rollback',
  summary:
    'Put back what was there: stops one that is under way, or makes a new promotion for one that ended',
  ...triedBy('rollback'),
  params: promotionParams,
  body: z.strictObject({
    reason: reasonSchema,
    releaseId: contentHashSchema.optional(),
  }),
  answer: commandAnswerSchema,
  audit: { eventId: 'rollback-create', severityLevel: 'medium' },
  status: 201,
  idempotent: true,
});
