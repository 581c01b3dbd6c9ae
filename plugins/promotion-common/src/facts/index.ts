// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export { stateOf, type HeldSlot, type Snapshot } from './Snapshot';
export {
  planFactsOf,
  promotionFactsOf,
  readinessFactsOf,
  setupOfPath,
  type InspectedEnds,
} from './readinessFactsOf';
