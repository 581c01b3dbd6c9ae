// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema } from '../../model/Approval';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from '../../model/scalars';
import { reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Request a promotion. */
export const createPromotion = defineRoute({
  method: 'POST',
  path: '/promotions',
  summary:
    'Ask for a promotion. Refused with the explanation when enforced gates do not pass',
  ...triedBy('request'),
  body: z.strictObject({
    componentRef: entityRefSchema,
    from: environmentNameSchema,
    to: environmentNameSchema,
    releaseId: contentHashSchema.optional(),
    contentHash: contentHashSchema
      .optional()
      .describe('what the caller has seen; an outdated one answers 409'),
    reason: z.string().trim().max(2000).optional(),
    reference: z.string().trim().max(512).optional(),
    notBefore: timestampSchema.optional(),
    whenBlocked: z.enum(['refuse', 'wait']).default('refuse'),
    overrides: z
      .array(
        z.strictObject({
          target: overrideTargetSchema,
          reason: reasonSchema,
        }),
      )
      .max(20)
      .default([]),
  }),
  answer: commandAnswerSchema,
  audit: { eventId: 'request-create', severityLevel: 'medium' },
  status: 201,
  idempotent: true,
});
