// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';

/** A moment and a value; the value is text, since it may be NaN or infinite. */
const sampleSchema = z.tuple([z.number(), z.string()]);

const warnings = z.array(z.string()).optional();

/** What `/api/v1/query` answers. */
export const queryAnswerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    warnings,
    data: z.discriminatedUnion('resultType', [
      z.object({
        resultType: z.literal('vector'),
        result: z.array(
          z.object({
            metric: z.record(z.string(), z.string()),
            value: sampleSchema,
          }),
        ),
      }),
      z.object({ resultType: z.literal('scalar'), result: sampleSchema }),
      z.object({ resultType: z.literal('matrix'), result: z.unknown() }),
      z.object({ resultType: z.literal('string'), result: z.unknown() }),
    ]),
  }),
  z.object({
    status: z.literal('error'),
    errorType: z.string(),
    error: z.string(),
    warnings,
  }),
]);
