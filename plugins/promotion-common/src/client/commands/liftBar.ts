// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { contentHashSchema, environmentNameSchema } from '../../model/scalars';
import { reasonSchema, segment } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { triedBy } from './triedBy';

/** Allow a release again where it was rolled back. */
export const liftBar = defineRoute({
  method: 'POST',
  path: '/components/{kind}/{namespace}/{name}/barred/{environment}/{releaseId}/lift',
  summary: 'Let a barred release try again',
  ...triedBy('lift-bar'),
  params: z.strictObject({
    kind: segment,
    namespace: segment,
    name: segment,
    environment: environmentNameSchema,
    releaseId: contentHashSchema,
  }),
  body: z.strictObject({ reason: reasonSchema }),
  answer: z.object({ lifted: z.boolean() }),
  audit: { eventId: 'bar-lift', severityLevel: 'high' },
  status: 200,
});
