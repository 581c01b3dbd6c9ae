// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './PromotionRules';
export * from './ResolvedEnvironment';
export * from './RulesProblem';
export * from './allowList';
export type { YieldedTiers } from './checkGates';
export * from './environmentRules';
export * from './gateRules';
export * from './parseRules';
export * from './pathSection';
export * from './resolveEnvironment';
export * from './roleRules';
export * from './template';
export * from './validations';
