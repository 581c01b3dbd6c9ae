// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './ConfigRulesRegistry';
export * from './DatabaseRulesRevisionStore';
export * from './matchesFilter';
export * from './promotionConfig';
export * from './RulesRegistry';
export * from './RulesRevisionStore';
export * from './RulesSource';
export * from './CatalogComponentScope';
export * from './componentFacts';
export * from './ComponentScope';
