// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type { Promotion } from 'backstage-plugin-promotion-common';

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
  requested_at: string;
  ended_at: string | null;
  next_attempt_at: string | null;
  woken: boolean;
  lease_owner: string | null;
  lease_until: string | null;
}

/** A row of `outbox`. */
export interface OutboxRow {
  message_id: string;
  promotion_id: string;
  kind: 'notify' | 'signal';
  payload: string;
  attempts: number;
  created_at: string;
  next_attempt_at: string;
  lease_owner: string | null;
  lease_until: string | null;
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
