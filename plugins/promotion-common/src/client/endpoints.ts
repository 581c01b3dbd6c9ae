// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { contract } from './contract';

type Contract = typeof contract;

/**
 * Method and path of each route, all that a caller needs at run time: a page that calls the backend carries no schema.
 * The type holds it to the contract, letter by letter.
 */
export const endpoints: {
  readonly [N in keyof Contract]: readonly [
    method: Contract[N]['method'],
    path: Contract[N]['path'],
  ];
} = {
  cancel: ['POST', '/promotions/{promotionId}/cancel'],
  createPromotion: ['POST', '/promotions'],
  decide: ['POST', '/promotions/{promotionId}/decision'],
  decideApproval: ['POST', '/promotions/{promotionId}/approvals'],
  liftBar: [
    'POST',
    '/components/{kind}/{namespace}/{name}/barred/{environment}/{releaseId}/lift',
  ],
  override: ['POST', '/promotions/{promotionId}/overrides'],
  retry: ['POST', '/promotions/{promotionId}/retry'],
  reviewOverride: [
    'POST',
    '/promotions/{promotionId}/overrides/{overrideId}/review',
  ],
  rollback: ['POST', '/promotions/{promotionId}/rollback'],
  rollbackEnvironment: ['POST', '/rollbacks'],
  withdrawApproval: ['DELETE', '/promotions/{promotionId}/approvals/mine'],
  getComponent: ['GET', '/components/{kind}/{namespace}/{name}'],
  refreshComponent: ['POST', '/components/{kind}/{namespace}/{name}/refresh'],
  createPlan: ['POST', '/plans'],
  recordEvidence: ['POST', '/evidence'],
  listEvidence: ['GET', '/evidence'],
  listPromotions: ['GET', '/promotions'],
  getPromotion: ['GET', '/promotions/{promotionId}'],
  listEvents: ['GET', '/promotions/{promotionId}/events'],
  getRules: ['GET', '/rules/{name}'],
  lintRules: ['POST', '/rules/lint'],
  getOpenApi: ['GET', '/openapi.json'],
};
