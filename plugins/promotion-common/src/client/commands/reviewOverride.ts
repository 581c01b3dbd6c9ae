// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Review an override. */
export const reviewOverride = defineRoute({
  method: 'POST',
  path: '/promotions/{promotionId}/overrides/{overrideId}/review',
  summary: 'Record that an override was looked at afterwards',
  ...triedBy('review'),
  params: z.strictObject({ promotionId: z.uuid(), overrideId: z.uuid() }),
  body: z.strictObject({ comment: reasonSchema }),
  answer: commandAnswerSchema,
  audit: { eventId: 'override-review', severityLevel: 'medium' },
  status: 200,
});
