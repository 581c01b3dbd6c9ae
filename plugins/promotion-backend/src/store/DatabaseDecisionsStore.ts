// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import type {
  Approval,
  EntityRef,
  Override,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import { upgradeOverride } from 'backstage-plugin-promotion-common/model';
import { atMs } from './sql/rows';
import type { TransitionCommit } from './TransitionCommit';

interface ApprovalRow {
  readonly document: string;
  readonly withdrawn_at: string | null;
  readonly dismissed_at: string | null;
  readonly dismissed_because: string | null;
}

interface OverrideRow {
  readonly document: string;
  readonly reviewed_by: string | null;
  readonly reviewed_at: string | null;
  readonly review_comment: string | null;
}

/** What people decided on promotions. It is written with the promotion it is about; only reviews come by themselves. */
export interface DecisionsStore
  extends Pick<DatabaseDecisionsStore, keyof DatabaseDecisionsStore> {}

/** Keeps people's decisions in PostgreSQL or SQLite. */
export class DatabaseDecisionsStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Decisions on promotions, oldest first. */
  async approvals(
    promotionIds: readonly string[],
  ): Promise<readonly Approval[]> {
    const rows = await this.#knex<ApprovalRow>('approvals')
      .whereIn('promotion_id', [...promotionIds])
      .orderBy(['decided_at', 'approval_id'])
      .select('document', 'withdrawn_at', 'dismissed_at', 'dismissed_because');
    return rows.map(row => ({
      ...(JSON.parse(row.document) as Approval),
      ...(row.withdrawn_at !== null && { withdrawnAt: row.withdrawn_at }),
      ...(row.dismissed_at !== null && { dismissedAt: row.dismissed_at }),
      ...(row.dismissed_because !== null && {
        dismissedBecause: row.dismissed_because,
      }),
    }));
  }

  /** Overrides on promotions, oldest first, with their reviews. */
  async overrides(
    promotionIds: readonly string[],
  ): Promise<readonly Override[]> {
    const rows = await this.#knex<OverrideRow>('overrides')
      .whereIn('promotion_id', [...promotionIds])
      .orderBy(['overridden_at', 'override_id'])
      .select('document', 'reviewed_by', 'reviewed_at', 'review_comment');
    return rows.map(readOverride);
  }

  /** Overrides on promotions of a component whose review has not been recorded, oldest first. */
  async openReviews(componentRef: EntityRef): Promise<readonly Override[]> {
    const rows = await this.#knex<OverrideRow>('overrides')
      .join('promotions', 'promotions.promotion_id', 'overrides.promotion_id')
      .where('promotions.component_ref', componentRef)
      .whereNotNull('overrides.review_due_at')
      .whereNull('overrides.reviewed_at')
      .orderBy(['overrides.overridden_at', 'overrides.override_id'])
      .select(
        'overrides.document',
        'overrides.reviewed_by',
        'overrides.reviewed_at',
        'overrides.review_comment',
      );
    return rows.map(readOverride);
  }

  /** Records the first review of an override. False: there was one, or none was asked for. */
  async reviewOverride(review: {
    readonly overrideId: string;
    readonly reviewedBy: EntityRef;
    readonly reviewedAt: Timestamp;
    readonly comment: string;
  }): Promise<boolean> {
    const updated = await this.#knex('overrides')
      .where('override_id', review.overrideId)
      .whereNull('reviewed_at')
      .whereNotNull('review_due_at')
      .update({
        reviewed_by: review.reviewedBy,
        reviewed_at: atMs(review.reviewedAt),
        review_comment: review.comment,
      });
    return updated === 1;
  }
}

/** Keeps a person's decision. */
export async function insertApproval(
  trx: Knex.Transaction,
  approval: Approval,
): Promise<void> {
  await trx('approvals').insert({
    approval_id: approval.approvalId,
    promotion_id: approval.promotionId,
    user_ref: approval.userRef,
    decided_at: atMs(approval.decidedAt),
    withdrawn_at: approval.withdrawnAt ? atMs(approval.withdrawnAt) : null,
    document: JSON.stringify(approval),
  });
}

/** A person takes their decisions on the promotion back; they stay, marked. */
export async function withdrawApprovals(
  trx: Knex.Transaction,
  commit: TransitionCommit,
): Promise<void> {
  await trx('approvals')
    .where({
      promotion_id: commit.promotion.promotionId,
      user_ref: commit.withdrawal?.userRef ?? '',
    })
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: atMs(commit.now) });
}

/** What was decided on changed: the decisions stay, marked, and never count again. */
export async function dismissApprovals(
  trx: Knex.Transaction,
  dismissal: {
    readonly promotionId: string;
    readonly at: Timestamp;
    readonly reason: string;
  },
): Promise<void> {
  await trx('approvals')
    .where('promotion_id', dismissal.promotionId)
    .whereNull('withdrawn_at')
    .whereNull('dismissed_at')
    .update({
      dismissed_at: atMs(dismissal.at),
      dismissed_because: dismissal.reason,
    });
}

/** Keeps what a person let go. */
export async function insertOverride(
  trx: Knex.Transaction,
  override: Override,
): Promise<void> {
  await trx('overrides').insert({
    override_id: override.overrideId,
    promotion_id: override.promotionId,
    user_ref: override.userRef,
    overridden_at: atMs(override.overriddenAt),
    review_due_at: override.review ? atMs(override.review.dueAt) : null,
    document: JSON.stringify(override),
  });
}

function readOverride(row: OverrideRow): Override {
  const override = upgradeOverride(JSON.parse(row.document) as Override);
  if (!override.review || row.reviewed_by === null) return override;
  return {
    ...override,
    review: {
      ...override.review,
      reviewedBy: row.reviewed_by,
      ...(row.reviewed_at !== null && { reviewedAt: row.reviewed_at }),
      ...(row.review_comment !== null && { comment: row.review_comment }),
    },
  };
}
