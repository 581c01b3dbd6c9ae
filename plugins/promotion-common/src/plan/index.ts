// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type { PlanResult, Refusal } from './PlanFacts';
export type { ReadinessFacts, UnknownEntity } from './ReadinessFacts';
export { judge } from './judge';
export { planChanges } from './planChanges';
export { noPathRefusal, planPromotion } from './planPromotion';
export { planRollback } from './planRollback';
export type { PlacedEnvironment, SetupProblem } from './setupOf';
export { setupRefusal } from './setupRefusal';
export { liftedBy } from './waits/index';
