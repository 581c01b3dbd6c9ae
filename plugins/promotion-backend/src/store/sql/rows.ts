// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { Promotion } from 'backstage-plugin-promotion-common';
import { terminalStates } from 'backstage-plugin-promotion-common/lifecycle';

/** A row of `promotions`. */
export interface PromotionRow {
  promotion_id: string;
  version: number;
  kind: string;
  component_ref: string;
  from_environment: string;
  to_environment: string;
  release_id: string;
  requested_by: string;
  rollback_of: string | null;
  retry_of: string | null;
  state: string;
  is_open: boolean;
  document: string;
  head: string;
  requested_at: string;
  ended_at: string | null;
  due_at: string | null;
  woken: boolean;
  claimed_by: string | null;
  claimed_until: string | null;
}

/** Whether this database can skip locked rows. The others have one writer at a time. */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/** Reads a document this store wrote. */
export function readPromotion(row: Pick<PromotionRow, 'document'>): Promotion {
  return JSON.parse(row.document) as Promotion;
}

/** One width for all times, so that text order is time order. */
export function atMs(timestamp: string): string {
  return new Date(timestamp).toISOString();
}

/** The columns of a promotion that follow from its aggregate. */
export function promotionColumns(
  promotion: Promotion,
): Omit<
  PromotionRow,
  'head' | 'due_at' | 'woken' | 'claimed_by' | 'claimed_until'
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

/** Whether it is not in a terminal state. */
export function isOpen(promotion: Promotion): boolean {
  return !terminalStates.some(state => state === promotion.state);
}
