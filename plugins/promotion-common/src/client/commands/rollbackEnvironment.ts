// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
} from '../../model/scalars';
import { reasonSchema } from '../routes/fields';
import { defineRoute } from '../routes/Route';
import { commandAnswerSchema, triedBy } from './triedBy';

/** Roll an environment back to an earlier release. */
export const rollbackEnvironment = defineRoute({
  method: 'POST',
  path: '/rollbacks',
  summary:
    'Put an environment back to a release that succeeded there and is not barred',
  ...triedBy('rollback-environment'),
  body: z.strictObject({
    componentRef: entityRefSchema,
    environment: environmentNameSchema,
    releaseId: contentHashSchema,
    reason: reasonSchema,
  }),
  answer: commandAnswerSchema,
  audit: { eventId: 'environment-rollback', severityLevel: 'medium' },
  status: 201,
  idempotent: true,
});
