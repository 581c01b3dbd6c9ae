// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import {
  evidenceFactsSchema,
  evidencePartSchema,
  evidenceSchema,
  evidenceSubjectSchema,
} from '../../model/Evidence';
import { gateResultSchema } from '../../model/Gate';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
  linkSchema,
  timestampSchema,
} from '../../model/scalars';
import { defineRoutes } from './Route';

/** Routes of evidence. */
export const evidenceRoutes = defineRoutes({
  recordEvidence: {
    method: 'POST',
    path: '/evidence',
    summary:
      'Record facts about a release or an environment; the verdict is computed here',
    permission: 'promotion.evidence.create',
    caller: 'user-or-service',
    body: z.strictObject({
      subject: evidenceSubjectSchema,
      part: evidencePartSchema.optional(),
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
    audit: { eventId: 'evidence-create', severityLevel: 'medium' },
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
    audit: { eventId: 'evidence-read', severityLevel: 'low' },
    status: 200,
  },
});
