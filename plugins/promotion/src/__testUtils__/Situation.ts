// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ComponentView,
  Plan,
  PromotionView,
} from 'backstage-plugin-promotion-common';
import type { Move } from './promotionFixtures';
import { release } from './releaseFixtures';

/** One situation of the demo: what the tab shows, and what can be opened from it. */
export interface Situation {
  readonly view: ComponentView;
  readonly promotions: readonly PromotionView[];
  readonly plan?: Plan;
}

/** Who must agree before canary. */
export const approvalsToCanary = {
  slots: [
    { role: 'sre', count: 1 },
    { role: 'qa', count: 1 },
  ],
  allowRequester: false,
  distinct: 'across-roles' as const,
};

/** 2.4.0 in place of 2.3.1. */
export function moveOf(name: string, from: string, to: string): Move {
  const versions = {
    release: release(name, '2.4.0'),
    before: release(name, '2.3.1'),
  };
  return { name, from, to, ...versions };
}
