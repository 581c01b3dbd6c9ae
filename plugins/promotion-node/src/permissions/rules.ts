// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  promotionResourceRef,
  promotionTargetResourceRef,
  type PromotionResourceQuery,
  type PromotionTargetResource,
} from './resources';

const claims = z.object({
  claims: z
    .array(z.string())
    .describe('Entity references of which one must own the component'),
});
const environments = z.object({
  environments: z.array(z.string()).describe('Names of environments'),
});
const users = z.object({
  users: z
    .array(z.string())
    .describe('Entity references of which one must be on the asking side'),
});

type Claims = z.infer<typeof claims>;
type Environments = z.infer<typeof environments>;

const componentOwner = {
  name: 'IS_COMPONENT_OWNER',
  description: 'Allow when the component is owned by one of the claims',
  paramsSchema: claims,
  apply: (resource: PromotionTargetResource, params: Claims): boolean =>
    resource.ownerRefs.some(owner => params.claims.includes(owner)),
  toQuery: (params: Claims): PromotionResourceQuery => ({
    key: 'owner',
    values: params.claims,
  }),
};

const inEnvironment = {
  name: 'IN_ENVIRONMENT',
  description: 'Allow in one of the environments',
  paramsSchema: environments,
  apply: (resource: PromotionTargetResource, params: Environments): boolean =>
    resource.environment !== undefined &&
    params.environments.includes(resource.environment),
  toQuery: (params: Environments): PromotionResourceQuery => ({
    key: 'environment',
    values: params.environments,
  }),
};

/** Rules on a component in an environment. */
export const promotionTargetRules = {
  isComponentOwner: createPermissionRule({
    ...componentOwner,
    resourceRef: promotionTargetResourceRef,
  }),
  inEnvironment: createPermissionRule({
    ...inEnvironment,
    resourceRef: promotionTargetResourceRef,
  }),
};

/** Rules on one promotion. */
export const promotionRules = {
  isComponentOwner: createPermissionRule({
    ...componentOwner,
    resourceRef: promotionResourceRef,
  }),
  inEnvironment: createPermissionRule({
    ...inEnvironment,
    resourceRef: promotionResourceRef,
  }),
  isRequester: createPermissionRule({
    name: 'IS_REQUESTER',
    description: 'Allow when one of the users asked for the promotion',
    resourceRef: promotionResourceRef,
    paramsSchema: users,
    apply: (resource, params) =>
      resource.requesterRefs.some(ref => params.users.includes(ref)),
    toQuery: params => ({ key: 'requester', values: params.users }),
  }),
};
