// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema } from '../../model/scalars';
import { promotionParams } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Approve or reject. */
export const decideApproval = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/approvals',
  summary: 'Approve or reject exactly what was seen. People only',
  ...triedBy('approve'),
  params: promotionParams,
  body: z.strictObject({
    decision: z.enum(['approved', 'rejected']),
    contentHash: contentHashSchema,
    role: z.string().max(64).optional(),
    comment: z.string().trim().max(2000).optional(),
  }),
  answer: commandAnswerSchema,
  audit: { eventId: 'approval-decide', severityLevel: 'medium' },
  status: 200,
});
