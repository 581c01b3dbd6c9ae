// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { promotionStateSchema } from '../../lifecycle/states';
import {
  entityRefSchema,
  environmentNameSchema,
  timestampSchema,
} from '../../model/scalars';
import {
  promotionSummarySchema,
  promotionViewSchema,
  timelineEntrySchema,
} from '../../views/PromotionView';
import { defineRoutes } from './Route';
import { promotionParams } from './fields';

/** Routes that ask for promotions and read them. */
export const promotionRoutes = defineRoutes({
  listPromotions: {
    method: 'GET',
    path: '/promotions',
    summary: 'Promotions, newest first, cursor-paged',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    query: z.strictObject({
      state: promotionStateSchema.optional(),
      componentRef: entityRefSchema.optional(),
      environment: environmentNameSchema.optional(),
      requestedBy: z.string().max(256).optional(),
      since: timestampSchema.optional(),
      until: timestampSchema.optional(),
      cursor: z.string().max(256).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
    }),
    answer: z.object({
      items: z.array(promotionSummarySchema),
      nextCursor: z.string().optional(),
    }),
    audit: { eventId: 'request-list', severityLevel: 'low' },
    status: 200,
  },
  getPromotion: {
    method: 'GET',
    path: '/promotions/{promotionId}',
    summary:
      'One promotion with everything a reader needs and what the caller may do',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    params: promotionParams,
    answer: promotionViewSchema,
    audit: { eventId: 'request-read', severityLevel: 'low' },
    status: 200,
  },
  listEvents: {
    method: 'GET',
    path: '/promotions/{promotionId}/events',
    summary: 'The hash-chained records of a promotion, oldest first',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    params: promotionParams,
    answer: z.object({
      items: z.array(
        timelineEntrySchema.extend({
          previousHash: z.string(),
          canonical: z.string(),
        }),
      ),
      chain: z.enum(['intact', 'broken']),
      length: z.number().int().describe('how many records there must be'),
      head: z.string().describe('hash of the newest record'),
    }),
    audit: { eventId: 'record-read', severityLevel: 'low' },
    status: 200,
  },
});
