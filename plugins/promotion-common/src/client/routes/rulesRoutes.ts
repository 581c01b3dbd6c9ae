// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema, timestampSchema } from '../../model/scalars';
import { defineRoutes } from './Route';
import { segment } from './fields';

const placedSchema = z.object({
  message: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  nearest: z.string().optional(),
});

/** Routes of the rules, and of the contract itself. */
export const rulesRoutes = defineRoutes({
  getRules: {
    method: 'GET',
    path: '/rules/{name}',
    summary:
      'The rules in force under a name, with their origin and what is wrong with a newer version',
    permission: 'promotion.view',
    caller: 'user-or-service',
    params: z.strictObject({ name: segment }),
    answer: z.object({
      name: z.string(),
      revision: contentHashSchema,
      origin: z.string(),
      loadedAt: timestampSchema,
      text: z.string(),
      problems: z.array(placedSchema),
    }),
    audit: { eventId: 'rules-read', severityLevel: 'low' },
    status: 200,
  },
  lintRules: {
    method: 'POST',
    path: '/rules/lint',
    summary:
      'What is wrong with a rules document, with line, column and the nearest known key; notes name defaults that changed',
    permission: 'promotion.view',
    caller: 'user-or-service',
    body: z.strictObject({ text: z.string().max(262_144) }),
    answer: z.object({
      ok: z.boolean(),
      revision: contentHashSchema.optional(),
      problems: z.array(placedSchema),
      notes: z.array(
        placedSchema.extend({ code: z.literal('changed-default').optional() }),
      ),
    }),
    audit: { eventId: 'rules-lint', severityLevel: 'low' },
    status: 200,
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This very contract as OpenAPI 3.1',
    permission: 'promotion.view',
    caller: 'user-or-service',
    answer: z.record(z.string(), z.unknown()),
    audit: { eventId: 'contract-read', severityLevel: 'low' },
    status: 200,
  },
});
