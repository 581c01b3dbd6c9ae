// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type {
  BarredRelease,
  EntityRef,
  Promotion,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import type { Hold } from 'backstage-plugin-promotion-common/model';
import { atMs } from './sql/rows';

interface BarredRow {
  readonly document: string;
  readonly lifted_at: string | null;
  readonly lifted_by: string | null;
  readonly lift_reason: string | null;
}

/** What stops promotions: holds, and releases that are barred. */
export interface BlocksStore
  extends Pick<DatabaseBlocksStore, keyof DatabaseBlocksStore> {}

/** Keeps holds and bars in PostgreSQL or SQLite. */
export class DatabaseBlocksStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Holds that stand now or will: not lifted, not over. With a component: only those that can be about it. */
  async holds(
    now: Timestamp,
    componentRef?: EntityRef,
  ): Promise<readonly Hold[]> {
    const rows = await this.#knex<{
      document: string;
      lifted_at: string | null;
    }>('holds')
      .whereNull('lifted_at')
      .andWhere(query =>
        query.whereNull('until_at').orWhere('until_at', '>', atMs(now)),
      )
      .modify(query => {
        if (componentRef === undefined) return;
        query.andWhere(scope =>
          scope
            .whereNull('component_ref')
            .orWhere('component_ref', componentRef),
        );
      })
      .orderBy('from_at')
      .select('document', 'lifted_at');
    return rows.map(withLiftedAt<Hold>);
  }

  /** Sets a hold. One that exists already stays as it is. */
  async setHold(hold: Hold): Promise<void> {
    await insertHold(this.#knex, hold);
  }

  /** False: no such hold stands. */
  async liftHold(lift: {
    readonly holdId: string;
    readonly at: Timestamp;
  }): Promise<boolean> {
    const lifted = await this.#knex('holds')
      .where('hold_id', lift.holdId)
      .whereNull('lifted_at')
      .update({ lifted_at: atMs(lift.at) });
    return lifted > 0;
  }

  /** Every bar of the component, newest first; lifted ones say when, by whom and why. */
  async barred(componentRef: EntityRef): Promise<readonly BarredRelease[]> {
    const rows = await this.#knex<BarredRow>('barred_releases')
      .where('component_ref', componentRef)
      .orderBy('barred_at', 'desc')
      .select('document', 'lifted_at', 'lifted_by', 'lift_reason');
    return rows.map(row => ({
      ...withLiftedAt<BarredRelease>(row),
      ...(row.lifted_by !== null && { liftedBy: row.lifted_by }),
      ...(row.lift_reason !== null && { liftReason: row.lift_reason }),
    }));
  }

  /** Lifts every standing bar of a release in an environment. False: there is none. */
  async liftBar(lift: {
    readonly componentRef: EntityRef;
    readonly environment: string;
    readonly releaseId: string;
    readonly at: Timestamp;
    readonly by: EntityRef;
    readonly reason: string;
  }): Promise<boolean> {
    const lifted = await this.#knex('barred_releases')
      .where({
        component_ref: lift.componentRef,
        environment: lift.environment,
        release_id: lift.releaseId,
      })
      .whereNull('lifted_at')
      .update({
        lifted_at: atMs(lift.at),
        lifted_by: lift.by,
        lift_reason: lift.reason,
      });
    return lifted > 0;
  }
}

/** Sets a hold. One that exists already stays as it is. */
export async function insertHold(knex: Knex, hold: Hold): Promise<void> {
  await knex('holds')
    .insert({
      hold_id: hold.holdId,
      component_ref: hold.scope.componentRef ?? null,
      from_at: atMs(hold.from),
      until_at: hold.until ? atMs(hold.until) : null,
      lifted_at: hold.liftedAt ? atMs(hold.liftedAt) : null,
      document: JSON.stringify(hold),
    })
    .onConflict('hold_id')
    .ignore();
}

/** Lifts the standing holds that promotions of one component set themselves in an environment, of those that stop the same. */
export async function liftOwnHolds(
  trx: Knex.Transaction,
  which: Pick<Hold, 'stops'> & { readonly environment: string },
  by: {
    readonly promotion: Pick<Promotion, 'componentRef'>;
    readonly now: Timestamp;
  },
): Promise<void> {
  const standing = await trx<{ hold_id: string; document: string }>('holds')
    .whereNull('lifted_at')
    .andWhere('component_ref', by.promotion.componentRef)
    .select('hold_id', 'document');
  const own = standing.filter(({ document }) => {
    const { scope, stops, promotionId }: Hold = JSON.parse(document);
    return (
      promotionId !== undefined &&
      stops === which.stops &&
      scope.environment === which.environment
    );
  });
  if (own.length === 0) return;
  await trx('holds')
    .whereIn(
      'hold_id',
      own.map(({ hold_id: id }) => id),
    )
    .update({ lifted_at: atMs(by.now) });
}

/** Bars a release in an environment. The same promotion bars it once. */
export async function barRelease(
  trx: Knex.Transaction,
  barred: BarredRelease,
): Promise<void> {
  await trx('barred_releases')
    .insert({
      component_ref: barred.componentRef,
      environment: barred.environment,
      release_id: barred.releaseId,
      promotion_id: barred.promotionId,
      barred_at: barred.barredAt,
      lifted_at: null,
      document: JSON.stringify(barred),
    })
    .onConflict(['component_ref', 'environment', 'release_id', 'promotion_id'])
    .ignore();
}

function withLiftedAt<T>(row: {
  readonly document: string;
  readonly lifted_at: string | null;
}): T {
  const document = JSON.parse(row.document) as T;
  return row.lifted_at === null
    ? document
    : { ...document, liftedAt: row.lifted_at };
}
