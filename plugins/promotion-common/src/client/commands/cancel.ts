// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { promotionParams, reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Cancel a promotion. */
export const cancel = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/cancel',
  summary: 'Stop it: at once while it waits, after looking while it executes',
  ...triedBy('cancel'),
  params: promotionParams,
  body: z.strictObject({ reason: reasonSchema }),
  answer: commandAnswerSchema,
  audit: { eventId: 'request-cancel', severityLevel: 'medium' },
  status: 200,
});
