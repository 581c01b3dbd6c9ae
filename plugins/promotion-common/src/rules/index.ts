// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type { PathRules, PromotionRules } from './PromotionRules';
export type { ComponentFacts } from './ResolvedEnvironment';
export type { RulesProblem } from './RulesProblem';
export { isAllowed } from './allowList';
export type { YieldedTiers } from './checkGates';
export { gateRulesSchema } from './gateRules';
export { parseRules, type ParsedRules } from './parseRules';
export {
  OPERATOR_ROLE,
  OWNER_ROLE,
  pathHash,
  pathSection,
} from './pathSection';
export { resolveEnvironment, type ResolveScope } from './resolveEnvironment';
export type { RoleRules } from './roleRules';
export { isOfKind } from './validations/ValidationKind';
export { healthValidation } from './validations/healthValidation';
export { validationKinds } from './validations/index';
