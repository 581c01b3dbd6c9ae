// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './PlanFacts';
export * from './ReadinessFacts';
export * from './judge';
export * from './obstaclesOf';
export * from './overridesInForce';
export * from './planChanges';
export * from './planHash';
export * from './planPromotion';
export * from './planRollback';
export * from './releaseToMove';
export * from './setupOf';
export * from './setupRefusal';
export { holdCovers, liftedBy } from './waits';
