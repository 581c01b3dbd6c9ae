// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema } from '../../model/Approval';
import { contentHashSchema } from '../../model/scalars';
import { promotionParams, reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Override what blocks a promotion. */
export const override = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/overrides',
  summary: 'Let one obstacle go, with a reason. People only, by role',
  ...triedBy('override'),
  params: promotionParams,
  body: z.strictObject({
    target: overrideTargetSchema,
    contentHash: contentHashSchema,
    reason: reasonSchema,
  }),
  answer: commandAnswerSchema,
  audit: { eventId: 'override-create', severityLevel: 'high' },
  status: 200,
});
