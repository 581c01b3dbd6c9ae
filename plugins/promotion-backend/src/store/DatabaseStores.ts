// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { type BlocksStore, DatabaseBlocksStore } from './DatabaseBlocksStore';
import { type ClaimsStore, DatabaseClaimsStore } from './DatabaseClaimsStore';
import {
  DatabaseDecisionsStore,
  type DecisionsStore,
} from './DatabaseDecisionsStore';
import {
  DatabaseIdempotencyStore,
  type IdempotencyStore,
} from './DatabaseIdempotencyStore';
import { DatabaseOutboxStore, type OutboxStore } from './DatabaseOutboxStore';
import {
  DatabasePromotionsStore,
  type PromotionsStore,
} from './DatabasePromotionsStore';

/**
 * Everything that is kept of promotions, in six small stores. Whoever needs some takes `Pick<Stores, …>`. Nothing here
 * decides: it writes what the core decided. Inside a transaction no port is called.
 */
export interface Stores {
  readonly promotions: PromotionsStore;
  readonly decisions: DecisionsStore;
  readonly blocks: BlocksStore;
  readonly claims: ClaimsStore;
  readonly outbox: OutboxStore;
  readonly idempotency: IdempotencyStore;
}

/** The stores in PostgreSQL or SQLite. What they promise each other stands in `README.md`. */
export function databaseStores(knex: Knex): Stores {
  return {
    promotions: new DatabasePromotionsStore(knex),
    decisions: new DatabaseDecisionsStore(knex),
    blocks: new DatabaseBlocksStore(knex),
    claims: new DatabaseClaimsStore(knex),
    outbox: new DatabaseOutboxStore(knex),
    idempotency: new DatabaseIdempotencyStore(knex),
  };
}
