// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createConditionExports } from '@backstage/plugin-permission-node';
import { promotionResourceRef, promotionTargetResourceRef } from './resources';
import { promotionRules, promotionTargetRules } from './rules';

const ofTarget = createConditionExports({
  resourceRef: promotionTargetResourceRef,
  rules: promotionTargetRules,
});
const ofPromotion = createConditionExports({
  resourceRef: promotionResourceRef,
  rules: promotionRules,
});

/** For policies on permissions of the resource type `promotion-target`: create, evidence, hold. */
export const promotionTargetConditions = ofTarget.conditions;
/** @see promotionTargetConditions */
export const createPromotionTargetConditionalDecision =
  ofTarget.createConditionalDecision;

/** For policies on permissions of the resource type `promotion`: read, approve, cancel, override, roll back. */
export const promotionConditions = ofPromotion.conditions;
/** @see promotionConditions */
export const createPromotionConditionalDecision =
  ofPromotion.createConditionalDecision;
