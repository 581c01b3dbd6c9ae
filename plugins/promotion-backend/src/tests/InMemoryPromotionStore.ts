// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError } from '@backstage/errors';
import type { Hold, Promotion } from 'backstage-plugin-promotion-common';
import type {
  CommitResult,
  PromotionCreation,
  PromotionFilter,
  PromotionStore,
  StepRun,
  TransitionCommit,
} from '../promotions/PromotionStore';
import {
  countExecuting,
  foreignSlots,
  isOpen,
  move,
  nextAttemptOf,
  rivalsOf,
  writeBelongings,
  type Contents,
  type Row,
} from './inMemoryTransitions';

type Parameter<K extends keyof PromotionStore> = Parameters<
  PromotionStore[K]
>[0];

interface Key {
  readonly requestHash: string;
  readonly claimedAt: string;
  answer?: string;
}

const DAY_MS = 86_400_000;
const IN_FLIGHT_MS = 120_000;

/** The promotion store without a database, for tests of what stands on it. The same contract holds for it. */
export class InMemoryPromotionStore implements PromotionStore {
  #contents: Contents = {
    rows: new Map(),
    records: [],
    approvals: [],
    overrides: [],
    slots: new Map(),
    barred: [],
    holds: [],
    outbox: [],
  };
  readonly #stepRuns = new Map<string, StepRun>();
  readonly #keys = new Map<string, Key>();

  async create(creation: PromotionCreation): Promise<CommitResult> {
    return this.#atomically(draft => {
      const { promotion, seenOpenIds } = creation;
      const unseen = rivalsOf(draft, promotion).some(
        ({ promotionId }) => seenOpenIds && !seenOpenIds.includes(promotionId),
      );
      if (unseen) return { kind: 'lost-race' };
      for (const superseded of creation.supersede ?? []) {
        const result = move(draft, superseded);
        if (result.kind !== 'committed') return result;
      }
      const twin = rivalsOf(draft, promotion).some(
        rival =>
          rival.kind === promotion.kind &&
          rival.release.releaseId === promotion.release.releaseId,
      );
      if (twin || draft.rows.has(promotion.promotionId)) {
        return { kind: 'lost-race' };
      }
      draft.rows.set(promotion.promotionId, {
        promotion,
        woken: false,
        nextAttemptAt: nextAttemptOf(creation),
      });
      draft.approvals.push(...(creation.approvals ?? []));
      draft.overrides.push(...(creation.overrides ?? []));
      return writeBelongings(draft, creation);
    });
  }

  async commit(commit: TransitionCommit): Promise<CommitResult> {
    return this.#atomically(draft => move(draft, commit));
  }

  async get(promotionId: string) {
    return this.#contents.rows.get(promotionId)?.promotion;
  }

  async list(
    filter: PromotionFilter,
    page: { readonly limit: number; readonly cursor?: string },
  ) {
    const position = (promotion: Promotion) =>
      `${promotion.requestedAt} ${promotion.promotionId}`;
    const after =
      page.cursor && Buffer.from(page.cursor, 'base64url').toString();
    if (after !== undefined && !after.includes(' ')) {
      throw new InputError('The cursor is not one this list gave out.');
    }
    const fitting = [...this.#contents.rows.values()]
      .map(({ promotion }) => promotion)
      .filter(promotion => fits(promotion, filter))
      .filter(promotion => !after || position(promotion) < after)
      .sort((a, b) => (position(a) < position(b) ? 1 : -1));
    const items = fitting.slice(0, page.limit);
    const last = items.at(-1);
    return {
      items,
      ...(fitting.length > page.limit &&
        last && {
          nextCursor: Buffer.from(position(last)).toString('base64url'),
        }),
    };
  }

  async records(promotionId: string) {
    return this.#contents.records.filter(
      record => record.promotionId === promotionId,
    );
  }

  async approvals(promotionIds: readonly string[]) {
    return this.#contents.approvals.filter(({ promotionId }) =>
      promotionIds.includes(promotionId),
    );
  }

  async overrides(promotionIds: readonly string[]) {
    return this.#contents.overrides.filter(({ promotionId }) =>
      promotionIds.includes(promotionId),
    );
  }

  async reviewOverride(review: Parameter<'reviewOverride'>) {
    const { overrides } = this.#contents;
    const index = overrides.findIndex(
      ({ overrideId }) => overrideId === review.overrideId,
    );
    const override = overrides[index];
    if (!override?.review || override.review.reviewedAt) return false;
    const { overrideId: _, ...reviewed } = review;
    overrides[index] = {
      ...override,
      review: { ...override.review, ...reviewed },
    };
    return true;
  }

  async holds(now: string) {
    return this.#contents.holds.filter(
      hold => !hold.liftedAt && (!hold.until || hold.until > now),
    );
  }

  async setHold(hold: Hold) {
    const { holds } = this.#contents;
    if (!holds.some(({ holdId }) => holdId === hold.holdId)) holds.push(hold);
  }

  async liftHold({ holdId, at }: Parameter<'liftHold'>) {
    const { holds } = this.#contents;
    const index = holds.findIndex(
      hold => hold.holdId === holdId && !hold.liftedAt,
    );
    const hold = holds[index];
    if (!hold) return false;
    holds[index] = { ...hold, liftedAt: at };
    return true;
  }

  async barred(componentRef: string) {
    return this.#contents.barred
      .filter(bar => bar.componentRef === componentRef)
      .sort((a, b) => (a.barredAt < b.barredAt ? 1 : -1));
  }

  async liftBar(lift: Parameter<'liftBar'>) {
    let lifted = false;
    this.#contents.barred = this.#contents.barred.map(bar => {
      const meant =
        !bar.liftedAt &&
        bar.componentRef === lift.componentRef &&
        bar.environment === lift.environment &&
        bar.releaseId === lift.releaseId;
      lifted ||= meant;
      return meant
        ? {
            ...bar,
            liftedAt: lift.at,
            liftedBy: lift.by,
            liftReason: lift.reason,
          }
        : bar;
    });
    return lifted;
  }

  async slotsHeldByOthers(keys: readonly string[], promotionId: string) {
    return foreignSlots(this.#contents, keys, promotionId);
  }

  async countExecuting(environment: string) {
    return countExecuting(this.#contents, environment);
  }

  async claimDue(claim: Parameter<'claimDue'>) {
    const due = [...this.#contents.rows.values()]
      .filter(
        row =>
          row.nextAttemptAt !== undefined &&
          row.nextAttemptAt <= claim.now &&
          (!row.lease || row.lease.until <= claim.now),
      )
      .sort((a, b) => (dueKey(a) < dueKey(b) ? -1 : 1))
      .slice(0, claim.limit);
    for (const row of due) {
      row.lease = { owner: claim.owner, until: claim.leaseUntil };
      row.woken = false;
    }
    return due.map(row => row.promotion);
  }

  async renewLease(claim: Parameter<'renewLease'>) {
    const row = this.#contents.rows.get(claim.promotionId);
    if (row?.lease?.owner !== claim.owner || row.lease.until <= claim.now) {
      return false;
    }
    row.lease = { owner: claim.owner, until: claim.leaseUntil };
    return true;
  }

  async release(claim: Parameter<'release'>) {
    const row = this.#contents.rows.get(claim.promotionId);
    if (row?.lease?.owner !== claim.owner) return;
    row.lease = undefined;
    if (!row.woken && isOpen(row.promotion)) {
      row.nextAttemptAt = claim.nextAttemptAt;
    }
  }

  async wake(which: Parameter<'wake'>, now: string) {
    const { componentRef, promotionId } = which;
    if (!componentRef && !promotionId) return;
    for (const row of this.#contents.rows.values()) {
      const { promotion } = row;
      const meant =
        (!componentRef || promotion.componentRef === componentRef) &&
        (!promotionId || promotion.promotionId === promotionId);
      if (meant && isOpen(promotion)) {
        row.nextAttemptAt = now;
        row.woken = true;
      }
    }
  }

  async recordStepRun(run: Parameter<'recordStepRun'>) {
    const key = `${run.promotionId} ${run.step} ${run.attempt}`;
    const earlier = this.#stepRuns.get(key);
    this.#stepRuns.set(key, {
      ...run,
      startedAt: earlier?.startedAt ?? run.startedAt,
      looks: (earlier?.looks ?? 0) + 1,
    });
  }

  async stepRuns(promotionId: string) {
    return [...this.#stepRuns.values()].filter(
      run => run.promotionId === promotionId,
    );
  }

  async claimOutbox(claim: Parameter<'claimOutbox'>) {
    const due = this.#contents.outbox
      .filter(
        ({ nextAttemptAt, leaseUntil }) =>
          nextAttemptAt <= claim.now &&
          (!leaseUntil || leaseUntil <= claim.now),
      )
      .slice(0, claim.limit);
    for (const entry of due) {
      entry.leaseUntil = claim.leaseUntil;
      entry.message = {
        ...entry.message,
        attempts: entry.message.attempts + 1,
      };
    }
    return due.map(({ message }) => message);
  }

  async settleOutbox(...args: Parameters<PromotionStore['settleOutbox']>) {
    const [messageId, { sent, retryAt }] = args;
    const entry = this.#contents.outbox.find(
      ({ message }) => message.messageId === messageId,
    );
    if (entry && !sent && retryAt) {
      entry.nextAttemptAt = retryAt;
      entry.leaseUntil = undefined;
      return;
    }
    this.#contents.outbox = this.#contents.outbox.filter(
      other => other !== entry,
    );
  }

  async claimIdempotencyKey(key: Parameter<'claimIdempotencyKey'>) {
    const name = `${key.scope} ${key.key}`;
    const first = this.#keys.get(name);
    const keptMs = first?.answer === undefined ? IN_FLIGHT_MS : DAY_MS;
    if (!first || Date.parse(key.now) - Date.parse(first.claimedAt) >= keptMs) {
      this.#keys.set(name, {
        requestHash: key.requestHash,
        claimedAt: key.now,
      });
      return { kind: 'claimed' } as const;
    }
    if (first.requestHash !== key.requestHash) {
      return { kind: 'conflict' } as const;
    }
    return first.answer === undefined
      ? ({ kind: 'in-flight' } as const)
      : ({ kind: 'answered', answer: first.answer } as const);
  }

  async rememberAnswer(key: Parameter<'rememberAnswer'>) {
    const first = this.#keys.get(`${key.scope} ${key.key}`);
    if (first) first.answer = key.answer;
  }

  async forgetIdempotencyKey(key: Parameter<'forgetIdempotencyKey'>) {
    this.#keys.delete(`${key.scope} ${key.key}`);
  }

  /** Runs on a copy that becomes the contents only when all of it was written. */
  #atomically(write: (draft: Contents) => CommitResult): CommitResult {
    const now = this.#contents;
    const draft: Contents = {
      rows: new Map([...now.rows].map(([id, row]) => [id, { ...row }])),
      records: [...now.records],
      approvals: [...now.approvals],
      overrides: [...now.overrides],
      slots: new Map(now.slots),
      barred: [...now.barred],
      holds: [...now.holds],
      outbox: [...now.outbox],
    };
    const result = write(draft);
    if (result.kind === 'committed') this.#contents = draft;
    return result;
  }
}

function fits(promotion: Promotion, filter: PromotionFilter): boolean {
  return (
    (!filter.state || promotion.state === filter.state) &&
    (!filter.componentRef || promotion.componentRef === filter.componentRef) &&
    (!filter.environment || promotion.to === filter.environment) &&
    (!filter.requestedBy || promotion.requestedBy.ref === filter.requestedBy) &&
    (!filter.since || promotion.requestedAt >= filter.since) &&
    (!filter.until || promotion.requestedAt < filter.until) &&
    (filter.open === undefined || isOpen(promotion) === filter.open)
  );
}

function dueKey(row: Row): string {
  return `${row.nextAttemptAt} ${row.promotion.promotionId}`;
}
