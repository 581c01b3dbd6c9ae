// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Knex } from 'knex';
import { barRelease, insertHold, liftOwnHolds } from '../DatabaseBlocksStore';
import { acquireSlots, limitConcurrency } from '../DatabaseClaimsStore';
import {
  dismissApprovals,
  insertApproval,
  insertOverride,
  withdrawApprovals,
} from '../DatabaseDecisionsStore';
import { insertOutbox } from '../DatabaseOutboxStore';
import { NotCommitted, type TransitionCommit } from '../TransitionCommit';
import type { StoredRecord } from '../recordChain';
import { appendRecord, type RecordHeads } from './appendRecord';
import { atMs, isOpen, promotionColumns, type PromotionRow } from './rows';

/**
 * Writes one transition of an existing promotion: first the row, fenced by version and lease, which also locks it; then
 * everything that belongs to it. In a transaction only. @throws NotCommitted
 */
export async function writeTransition(
  trx: Knex.Transaction,
  commit: TransitionCommit,
  heads: RecordHeads,
): Promise<void> {
  const record = await heads.chain(trx, commit.record);
  await updateFenced(trx, commit, record);
  await writeBelongings(trx, commit, record, heads);
}

/** What is written beside the row, whether it is new or moved on. */
export async function writeBelongings(
  trx: Knex.Transaction,
  commit: TransitionCommit,
  record: StoredRecord,
  heads: RecordHeads,
): Promise<void> {
  await appendRecord(trx, record);
  if (commit.approval) await insertApproval(trx, commit.approval);
  if (commit.override) await insertOverride(trx, commit.override);
  if (commit.withdrawal) await withdrawApprovals(trx, commit);
  await performEffects(trx, commit);
  await limitConcurrency(trx, commit);
  await insertOutbox(trx, commit);
  heads.remember(record);
}

async function updateFenced(
  trx: Knex.Transaction,
  commit: TransitionCommit,
  record: StoredRecord,
): Promise<void> {
  const { promotion, lease } = commit;
  const updated = await trx<PromotionRow>('promotions')
    .where({
      promotion_id: promotion.promotionId,
      version: promotion.version - 1,
      head: record.previousHash,
    })
    .modify(query => {
      if (lease) query.andWhere('claimed_by', lease.owner);
    })
    .update({
      ...promotionColumns(promotion),
      head: record.hash,
      due_at: atMs(commit.now),
      // A command that comes in while a worker holds the claim must outlive the release of that claim.
      ...(!lease && { woken: true }),
      ...(!isOpen(promotion) && {
        due_at: null,
        claimed_by: null,
        claimed_until: null,
      }),
    });
  if (updated !== 1) throw new NotCommitted({ kind: 'lost-race' });
}

async function performEffects(
  trx: Knex.Transaction,
  commit: TransitionCommit,
): Promise<void> {
  const { promotion, now } = commit;
  for (const effect of commit.effects) {
    switch (effect.kind) {
      case 'acquire-slots':
        await acquireSlots(trx, {
          keys: effect.keys,
          promotionId: promotion.promotionId,
          now,
        });
        break;
      case 'release-slots':
        await trx('slots').where('promotion_id', promotion.promotionId).del();
        break;
      case 'bar-release':
        await barRelease(trx, {
          componentRef: promotion.componentRef,
          environment: effect.environment,
          releaseId: effect.releaseId,
          version: effect.version,
          reason: effect.reason,
          promotionId: promotion.promotionId,
          barredAt: atMs(now),
        });
        break;
      case 'lift-holds':
        await liftOwnHolds(trx, { ...effect, stops: 'automatic' }, commit);
        break;
      case 'set-hold':
        await liftOwnHolds(trx, effect, commit);
        await insertHold(trx, {
          holdId: `${promotion.promotionId}/${commit.record.sequence}`,
          scope: {
            environment: effect.environment,
            componentRef: promotion.componentRef,
          },
          stops: effect.stops,
          from: atMs(now),
          reason: effect.reason,
          setBy: commit.record.actor,
          promotionId: promotion.promotionId,
        });
        break;
      case 'dismiss-approvals':
        await dismissApprovals(trx, {
          promotionId: promotion.promotionId,
          at: now,
          reason: effect.reason,
        });
        break;
      case 'notify':
        break;
      default:
        effect satisfies never;
    }
  }
}
