// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './PlanFacts';
export * from './ReadinessFacts';
export * from './assessReadiness';
export { titlesOf } from './composePlan';
export * from './overridesInForce';
export * from './planChanges';
export * from './planHash';
export * from './planPromotion';
export * from './planRollback';
export { holdCovers, holdsInForce } from './waitsOf';
