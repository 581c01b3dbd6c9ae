// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { promotionParams, reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Decide about a promotion that needs it. */
export const decide = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/decision',
  summary: 'Choose what happens to one that awaits a decision',
  ...triedBy('decide'),
  params: promotionParams,
  body: z.strictObject({
    choice: z.enum(['rollback', 'leave']),
    reason: reasonSchema,
  }),
  answer: commandAnswerSchema,
  audit: { eventId: 'decision-create', severityLevel: 'medium' },
  status: 200,
});
