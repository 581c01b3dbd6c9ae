// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { z } from 'zod';
import { planSchema } from '../../model/Plan';
import {
  contentHashSchema,
  entityRefSchema,
  environmentNameSchema,
} from '../../model/scalars';
import { componentViewSchema } from '../../views/ComponentView';
import { defineRoutes } from './Route';
import { segment } from './fields';

/** Routes about a component: the tab, its plan, its bars. */
export const componentRoutes = defineRoutes({
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
    audit: { eventId: 'component-read', severityLevel: 'low' },
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
    audit: { eventId: 'component-refresh', severityLevel: 'low' },
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
    audit: { eventId: 'plan-create', severityLevel: 'low' },
    status: 200,
  },
});
