// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  terminalStates,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import type { TransitionCommit } from '../PromotionStore';
import { atMs, type PromotionRow } from './rows';

/** The columns of a promotion that follow from its aggregate. */
export function promotionColumns(
  promotion: Promotion,
): Omit<
  PromotionRow,
  'next_attempt_at' | 'woken' | 'lease_owner' | 'lease_until'
> {
  return {
    promotion_id: promotion.promotionId,
    version: promotion.version,
    kind: promotion.kind,
    component_ref: promotion.componentRef,
    from_environment: promotion.from,
    to_environment: promotion.to,
    release_id: promotion.release.releaseId,
    requested_by: promotion.requestedBy.ref,
    rollback_of: promotion.rollbackOf ?? null,
    retry_of: promotion.retryOf ?? null,
    state: promotion.state,
    is_open: isOpen(promotion),
    document: JSON.stringify(promotion),
    requested_at: atMs(promotion.requestedAt),
    ended_at: promotion.endedAt ? atMs(promotion.endedAt) : null,
  };
}

/** When the worker looks after this commit: at once unless said otherwise, never once it has ended. */
export function nextAttemptOf(commit: TransitionCommit): string | null {
  if (!isOpen(commit.promotion)) return null;
  return atMs(commit.nextAttemptAt ?? commit.now);
}

function isOpen(promotion: Promotion): boolean {
  return !terminalStates.some(state => state === promotion.state);
}
