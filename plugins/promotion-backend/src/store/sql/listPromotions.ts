// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { InputError } from '@backstage/errors';
import type { Promotion } from 'backstage-plugin-promotion-common';
import type { PromotionFilter } from '../DatabasePromotionsStore';
import { atMs, readPromotion, type PromotionRow } from './rows';

/** Promotions newest first. The cursor names the last one seen, so that new ones shift no page. */
export async function listPromotions(
  knex: Knex,
  filter: PromotionFilter,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<{
  readonly items: readonly Promotion[];
  readonly nextCursor?: string;
}> {
  const rows = await knex<PromotionRow>('promotions')
    .modify(query => applyFilter(query, filter))
    .modify(query => {
      if (page.cursor !== undefined) startAfter(query, readCursor(page.cursor));
    })
    .orderBy([
      { column: 'requested_at', order: 'desc' },
      { column: 'promotion_id', order: 'desc' },
    ])
    .limit(page.limit + 1)
    .select('promotion_id', 'requested_at', 'document');
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(readPromotion),
    ...(rows.length > page.limit && last && { nextCursor: writeCursor(last) }),
  };
}

interface Position {
  readonly requestedAt: string;
  readonly promotionId: string;
}

function applyFilter(query: Knex.QueryBuilder, filter: PromotionFilter): void {
  const { since, until, environment, requestedBy, open } = filter;
  if (filter.state) query.where('state', filter.state);
  if (filter.componentRef) query.where('component_ref', filter.componentRef);
  if (environment) query.where('to_environment', environment);
  if (requestedBy) query.where('requested_by', requestedBy);
  if (since) query.where('requested_at', '>=', atMs(since));
  if (until) query.where('requested_at', '<', atMs(until));
  if (open !== undefined) query.where('is_open', open);
}

function startAfter(query: Knex.QueryBuilder, position: Position): void {
  query.andWhere(older =>
    older
      .where('requested_at', '<', position.requestedAt)
      .orWhere(same =>
        same
          .where('requested_at', position.requestedAt)
          .andWhere('promotion_id', '<', position.promotionId),
      ),
  );
}

function writeCursor(
  row: Pick<PromotionRow, 'requested_at' | 'promotion_id'>,
): string {
  return Buffer.from(`${row.requested_at} ${row.promotion_id}`).toString(
    'base64url',
  );
}

function readCursor(cursor: string): Position {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [requestedAt, promotionId] = text.split(' ');
  if (!requestedAt || !promotionId || Number.isNaN(Date.parse(requestedAt))) {
    throw new InputError(
      'The cursor is not one this list gave out; ask again without a cursor.',
    );
  }
  return { requestedAt, promotionId };
}
