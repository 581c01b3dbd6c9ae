// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { promotionParams, reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Request the same again. */
export const retry = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/retry',
  summary:
    'A new promotion of the same release; unexpired approvals of the same content come along',
  ...triedBy('retry'),
  params: promotionParams,
  body: z.strictObject({ reason: reasonSchema.optional() }),
  answer: commandAnswerSchema,
  audit: { eventId: 'request-retry', severityLevel: 'medium' },
  status: 201,
  idempotent: true,
});
