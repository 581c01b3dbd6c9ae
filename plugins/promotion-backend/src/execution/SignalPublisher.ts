// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EntityRef } from 'backstage-plugin-promotion-common';

/** Tells browsers that something changed, by ids only. Best effort: who misses it asks again by itself. */
export interface SignalPublisher {
  publish(change: {
    readonly componentRef: EntityRef;
    readonly promotionId: string;
  }): Promise<void>;
}
