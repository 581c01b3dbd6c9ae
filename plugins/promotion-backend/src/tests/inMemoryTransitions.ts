// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import {
  slotHoldingStates,
  terminalStates,
  type Approval,
  type BarredRelease,
  type Effect,
  type Hold,
  type Override,
  type Promotion,
} from 'backstage-plugin-promotion-common';
import { outboxMessagesOf } from '../promotions/outboxMessages';
import type {
  CommitResult,
  OutboxMessage,
  StoredRecord,
  TransitionCommit,
} from '../promotions/PromotionStore';
import { chainRecord, GENESIS_HASH } from '../promotions/recordChain';

/** A promotion with its schedule and claim. */
export interface Row {
  promotion: Promotion;
  nextAttemptAt?: string;
  woken: boolean;
  lease?: { readonly owner: string; readonly until: string };
}

/** A message with its schedule and claim. */
export interface Message {
  message: OutboxMessage;
  nextAttemptAt: string;
  leaseUntil?: string;
}

/** Everything the store in memory holds that a transaction may change. */
export interface Contents {
  rows: Map<string, Row>;
  records: StoredRecord[];
  approvals: Approval[];
  overrides: Override[];
  slots: Map<string, string>;
  barred: BarredRelease[];
  holds: Hold[];
  outbox: Message[];
}

/** Moves a promotion on, fenced by version and lease. The draft is worthless unless it answers `committed`. */
export function move(draft: Contents, commit: TransitionCommit): CommitResult {
  const { promotion, lease } = commit;
  const row = draft.rows.get(promotion.promotionId);
  if (row?.promotion.version !== promotion.version - 1) {
    return { kind: 'lost-race' };
  }
  if (lease && row.lease?.owner !== lease.owner) return { kind: 'lost-race' };
  const nextAttemptAt = nextAttemptOf(commit);
  draft.rows.set(promotion.promotionId, {
    promotion,
    woken: !lease,
    nextAttemptAt,
    lease: nextAttemptAt === undefined ? undefined : row.lease,
  });
  return writeBelongings(draft, commit);
}

/** What is written beside the row, whether it is new or moved on. */
export function writeBelongings(
  draft: Contents,
  commit: TransitionCommit,
): CommitResult {
  const { promotion, record, now } = commit;
  const last = draft.records.findLast(
    ({ promotionId }) => promotionId === promotion.promotionId,
  );
  draft.records.push(chainRecord(record, last?.hash ?? GENESIS_HASH));
  if (commit.approval) draft.approvals.push(commit.approval);
  if (commit.override) draft.overrides.push(commit.override);
  if (commit.withdrawal) withdraw(draft, commit);
  for (const effect of commit.effects) {
    const refused = perform(draft, commit, effect);
    if (refused) return refused;
  }
  const { concurrency } = commit;
  if (
    concurrency &&
    countExecuting(draft, concurrency.environment, promotion.promotionId) >=
      concurrency.limit
  ) {
    return { kind: 'slots-taken', keys: [], byPromotionIds: [] };
  }
  for (const { kind, payload } of outboxMessagesOf(commit)) {
    draft.outbox.push({
      nextAttemptAt: now,
      message: {
        messageId: randomUUID(),
        promotionId: promotion.promotionId,
        kind,
        payload: JSON.stringify(payload),
        attempts: 0,
      },
    });
  }
  return { kind: 'committed' };
}

function perform(
  draft: Contents,
  { promotion, record, now }: TransitionCommit,
  effect: Effect,
): CommitResult | undefined {
  const { promotionId, componentRef } = promotion;
  switch (effect.kind) {
    case 'acquire-slots': {
      const foreign = foreignSlots(draft, effect.keys, promotionId);
      if (foreign.length > 0) {
        return {
          kind: 'slots-taken',
          keys: foreign.map(slot => slot.key),
          byPromotionIds: [...new Set(foreign.map(slot => slot.promotionId))],
        };
      }
      for (const key of effect.keys) draft.slots.set(key, promotionId);
      return undefined;
    }
    case 'release-slots':
      for (const [key, holder] of draft.slots) {
        if (holder === promotionId) draft.slots.delete(key);
      }
      return undefined;
    case 'bar-release': {
      const { kind: _, ...bar } = effect;
      draft.barred.push({ ...bar, componentRef, promotionId, barredAt: now });
      return undefined;
    }
    case 'set-hold':
      draft.holds.push({
        holdId: `${promotionId}/${record.sequence}`,
        scope: { environment: effect.environment, componentRef },
        stops: effect.stops,
        from: now,
        reason: effect.reason,
        setBy: record.actor,
        promotionId,
      });
      return undefined;
    case 'dismiss-approvals':
      draft.approvals = draft.approvals.map(approval =>
        approval.promotionId === promotionId &&
        !approval.withdrawnAt &&
        !approval.dismissedAt
          ? { ...approval, dismissedAt: now, dismissedBecause: effect.reason }
          : approval,
      );
      return undefined;
    default:
      return undefined;
  }
}

function withdraw(draft: Contents, commit: TransitionCommit): void {
  draft.approvals = draft.approvals.map(approval =>
    approval.promotionId === commit.promotion.promotionId &&
    approval.userRef === commit.withdrawal?.userRef &&
    !approval.withdrawnAt
      ? { ...approval, withdrawnAt: commit.now }
      : approval,
  );
}

/** Which of the slots others hold, by key. */
export function foreignSlots(
  contents: Contents,
  keys: readonly string[],
  promotionId: string,
) {
  return [...keys].sort().flatMap(key => {
    const holder = contents.slots.get(key);
    return holder === undefined || holder === promotionId
      ? []
      : [{ key, promotionId: holder }];
  });
}

/** Promotions that hold slots in an environment. */
export function countExecuting(
  contents: Contents,
  environment: string,
  besides?: string,
): number {
  return [...contents.rows.values()].filter(
    ({ promotion }) =>
      promotion.to === environment &&
      promotion.promotionId !== besides &&
      slotHoldingStates.some(state => state === promotion.state),
  ).length;
}

/** Open promotions of the same component into the same environment. */
export function rivalsOf(
  contents: Contents,
  promotion: Promotion,
): Promotion[] {
  return [...contents.rows.values()]
    .map(row => row.promotion)
    .filter(
      other =>
        other.componentRef === promotion.componentRef &&
        other.to === promotion.to &&
        isOpen(other),
    );
}

/** Whether it has not ended. */
export function isOpen(promotion: Promotion): boolean {
  return !terminalStates.some(state => state === promotion.state);
}

/** When the worker looks after a commit; absent: never again. */
export function nextAttemptOf(commit: TransitionCommit): string | undefined {
  return isOpen(commit.promotion)
    ? commit.nextAttemptAt ?? commit.now
    : undefined;
}
