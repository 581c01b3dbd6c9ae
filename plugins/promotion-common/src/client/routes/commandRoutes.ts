// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema } from '../../model/Approval';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
} from '../../model/scalars';
import { promotionViewSchema } from '../../views/PromotionView';
import { defineRoutes } from './Route';
import { promotionParams, reasonSchema } from './fields';

/** Commands on one promotion, and going back. */
export const commandRoutes = defineRoutes({
  decideApproval: {
    method: 'POST',
    path: '/promotions/{promotionId}/approvals',
    summary: 'Approve or reject exactly what was seen. People only',
    permission: 'promotion.promotion.approve',
    caller: 'user',
    params: promotionParams,
    body: z.strictObject({
      decision: z.enum(['approved', 'rejected']),
      contentHash: contentHashSchema,
      role: z.string().max(64).optional(),
      comment: z.string().trim().max(2000).optional(),
    }),
    answer: promotionViewSchema,
    status: 200,
  },
  withdrawApproval: {
    method: 'DELETE',
    path: '/promotions/{promotionId}/approvals/mine',
    summary: 'Take the own decision back, until execution starts',
    permission: 'promotion.promotion.approve',
    caller: 'user',
    params: promotionParams,
    answer: promotionViewSchema,
    status: 200,
  },
  override: {
    method: 'POST',
    path: '/promotions/{promotionId}/overrides',
    summary: 'Let one obstacle go, with a reason. People only, by role',
    permission: 'promotion.promotion.override',
    caller: 'user',
    params: promotionParams,
    body: z.strictObject({
      target: overrideTargetSchema,
      contentHash: contentHashSchema,
      reason: reasonSchema,
    }),
    answer: promotionViewSchema,
    status: 200,
  },
  reviewOverride: {
    method: 'POST',
    path: '/promotions/{promotionId}/overrides/{overrideId}/review',
    summary: 'Record that an override was looked at afterwards',
    permission: 'promotion.promotion.approve',
    caller: 'user',
    params: z.strictObject({ promotionId: z.uuid(), overrideId: z.uuid() }),
    body: z.strictObject({ comment: reasonSchema }),
    answer: promotionViewSchema,
    status: 200,
  },
  cancel: {
    method: 'POST',
    path: '/promotions/{promotionId}/cancel',
    summary: 'Stop it: at once while it waits, after looking while it executes',
    permission: 'promotion.promotion.cancel',
    caller: 'user-or-service',
    params: promotionParams,
    body: z.strictObject({ reason: reasonSchema }),
    answer: promotionViewSchema,
    status: 200,
  },
  rollback: {
    method: 'POST',
    path: '/promotions/{promotionId}/rollback',
    summary:
      'Put back what was there: stops one that is under way, or makes a new promotion for one that ended',
    permission: 'promotion.promotion.rollback',
    caller: 'user',
    params: promotionParams,
    body: z.strictObject({
      reason: reasonSchema,
      releaseId: contentHashSchema.optional(),
    }),
    answer: promotionViewSchema,
    status: 201,
    idempotent: true,
  },
  rollbackEnvironment: {
    method: 'POST',
    path: '/rollbacks',
    summary:
      'Put an environment back to a release that succeeded there and is not barred',
    permission: 'promotion.promotion.rollback',
    caller: 'user',
    body: z.strictObject({
      componentRef: entityRefSchema,
      environment: environmentNameSchema,
      releaseId: contentHashSchema,
      reason: reasonSchema,
    }),
    answer: promotionViewSchema,
    status: 201,
    idempotent: true,
  },
  decide: {
    method: 'POST',
    path: '/promotions/{promotionId}/decision',
    summary: 'Choose what happens to one that awaits a decision',
    permission: 'promotion.promotion.rollback',
    caller: 'user',
    params: promotionParams,
    body: z.strictObject({
      choice: z.enum(['rollback', 'leave']),
      reason: reasonSchema,
    }),
    answer: promotionViewSchema,
    status: 200,
  },
  retry: {
    method: 'POST',
    path: '/promotions/{promotionId}/retry',
    summary:
      'A new promotion of the same release; unexpired approvals of the same content come along',
    permission: 'promotion.promotion.create',
    caller: 'user-or-service',
    params: promotionParams,
    body: z.strictObject({ reason: reasonSchema.optional() }),
    answer: promotionViewSchema,
    status: 201,
    idempotent: true,
  },
});
