// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { overrideTargetSchema } from '../model/Approval';
import {
  evidenceFactsSchema,
  evidenceSchema,
  evidenceSubjectSchema,
} from '../model/Evidence';
import { gateResultSchema } from '../model/Gate';
import { planSchema } from '../model/Plan';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
  linkSchema,
  timestampSchema,
} from '../model/scalars';
import { promotionStateSchema } from '../lifecycle/states';
import { componentViewSchema } from '../views/ComponentView';
import {
  promotionSummarySchema,
  promotionViewSchema,
  timelineEntrySchema,
} from '../views/PromotionView';

const reasonSchema = z.string().trim().min(3).max(2000);
const segment = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._-]+$/);
const promotionParams = z.strictObject({ promotionId: z.uuid() });

/** Who may call: `user` = a person without an acting service; `user-or-service` = either, authorised by permission. */
export type Caller = 'user' | 'user-or-service';

/** One route: everything about it in one place. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/promotion/v1`, with `{name}` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly permission: string;
  readonly caller: Caller;
  /** Absent: none. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  readonly status: 200 | 201 | 202;
  /** Whether `Idempotency-Key` is understood: the same key and body gives the first answer again. */
  readonly idempotent?: boolean;
}

const define = <const R extends Record<string, Route>>(routes: R): R => routes;

/**
 * The one table of routes under `/api/promotion/v1`. It parses requests in the backend, types the client, and
 * generates the published `openapi.json`. There is no second validator.
 */
export const contract = define({
  getComponent: {
    method: 'GET',
    path: '/components/{kind}/{namespace}/{name}',
    summary: 'The one view of the Promotion tab, from recorded facts only',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    params: z.strictObject({
      kind: segment,
      namespace: segment,
      name: segment,
    }),
    answer: componentViewSchema,
    status: 200,
  },
  refreshComponent: {
    method: 'POST',
    path: '/components/{kind}/{namespace}/{name}/refresh',
    summary:
      'Ask for the recorded facts of a component to be looked up anew; answers at once',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    params: z.strictObject({
      kind: segment,
      namespace: segment,
      name: segment,
    }),
    answer: z.object({ collecting: z.boolean() }),
    status: 202,
  },
  createPlan: {
    method: 'POST',
    path: '/plans',
    summary:
      'Everything a promotion would do, with its content hash. No effect',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    body: z.strictObject({
      componentRef: entityRefSchema,
      from: environmentNameSchema,
      to: environmentNameSchema,
      releaseId: contentHashSchema.optional(),
    }),
    answer: planSchema,
    status: 200,
  },
  createPromotion: {
    method: 'POST',
    path: '/promotions',
    summary:
      'Ask for a promotion. Refused with the explanation when enforced gates do not pass',
    permission: 'promotion.promotion.create',
    caller: 'user-or-service',
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
    answer: promotionViewSchema,
    status: 201,
    idempotent: true,
  },
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
    }),
    status: 200,
  },
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
  recordEvidence: {
    method: 'POST',
    path: '/evidence',
    summary:
      'Record facts about a release or an environment; the verdict is computed here',
    permission: 'promotion.evidence.create',
    caller: 'user-or-service',
    body: z.strictObject({
      subject: evidenceSubjectSchema,
      facts: evidenceFactsSchema,
      observedAt: timestampSchema,
      url: linkSchema.optional(),
      rawDigest: contentHashSchema.optional(),
    }),
    answer: z.object({
      evidence: evidenceSchema,
      releases: z.array(
        z.object({ releaseId: z.string(), version: z.string() }),
      ),
      gates: z.array(
        z.object({
          from: environmentNameSchema,
          to: environmentNameSchema,
          gate: gateResultSchema,
        }),
      ),
      message: z.string(),
    }),
    status: 201,
    idempotent: true,
  },
  listEvidence: {
    method: 'GET',
    path: '/evidence',
    summary: 'Recorded evidence of a component, newest first',
    permission: 'promotion.promotion.read',
    caller: 'user-or-service',
    query: z.strictObject({
      componentRef: entityRefSchema,
      releaseId: contentHashSchema.optional(),
      environment: environmentNameSchema.optional(),
      kind: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ items: z.array(evidenceSchema) }),
    status: 200,
  },
  liftBar: {
    method: 'POST',
    path: '/components/{kind}/{namespace}/{name}/barred/{environment}/{releaseId}/lift',
    summary: 'Let a barred release try again',
    permission: 'promotion.promotion.override',
    caller: 'user',
    params: z.strictObject({
      kind: segment,
      namespace: segment,
      name: segment,
      environment: environmentNameSchema,
      releaseId: contentHashSchema,
    }),
    body: z.strictObject({ reason: reasonSchema }),
    answer: z.object({ lifted: z.boolean() }),
    status: 200,
  },
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
      problems: z.array(
        z.object({
          message: z.string(),
          line: z.number().int(),
          column: z.number().int(),
          nearest: z.string().optional(),
        }),
      ),
    }),
    status: 200,
  },
  lintRules: {
    method: 'POST',
    path: '/rules/lint',
    summary:
      'What is wrong with a rules document, with line, column and the nearest known key',
    permission: 'promotion.view',
    caller: 'user-or-service',
    body: z.strictObject({ text: z.string().max(262_144) }),
    answer: z.object({
      ok: z.boolean(),
      revision: contentHashSchema.optional(),
      problems: z.array(
        z.object({
          message: z.string(),
          line: z.number().int(),
          column: z.number().int(),
          nearest: z.string().optional(),
        }),
      ),
    }),
    status: 200,
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This very contract as OpenAPI 3.1',
    permission: 'promotion.view',
    caller: 'user-or-service',
    answer: z.record(z.string(), z.unknown()),
    status: 200,
  },
});

/** The names of the routes. */
export type RouteName = keyof typeof contract;
