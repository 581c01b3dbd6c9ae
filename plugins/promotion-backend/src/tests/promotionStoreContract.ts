// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { Promotion } from 'backstage-plugin-promotion-common';
import type { Stores } from '../store/DatabaseStores';
import { verifyChain } from '../store/recordChain';
import {
  afterStart,
  creationOf,
  START,
  stepOf,
  storedPromotion,
} from './storedPromotion';

const LEASE = { now: START, leaseUntil: afterStart(30), limit: 10 };
const SLOTS = ['file:b', 'env:a', 'app:c'];

/** What every promotion store does, whatever it stands on. */
export function promotionStoreContract(
  name: string,
  createStores: () => Promise<Stores>,
): void {
  describe(`${name} keeps the contract of promotion stores`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await createStores();
    });

    async function created(
      overrides: Partial<Promotion> = {},
    ): Promise<Promotion> {
      const promotion = storedPromotion(overrides);
      expect(await stores.promotions.create(creationOf(promotion))).toEqual({
        kind: 'committed',
      });
      return promotion;
    }

    describe('commits', () => {
      it('gives back what was written, whole', async () => {
        const promotion = await created();
        expect(await stores.promotions.get(promotion.promotionId)).toEqual(
          promotion,
        );
        expect(await stores.promotions.get(randomUUID())).toBeUndefined();
      });

      it('lets the second of two that decided on one version lose', async () => {
        const promotion = await created();
        const first = stepOf(promotion, { state: 'awaiting-approval' });
        const second = stepOf(promotion, { state: 'cancelled' });
        expect(await stores.promotions.commit(first)).toEqual({
          kind: 'committed',
        });
        expect(await stores.promotions.commit(second)).toEqual({
          kind: 'lost-race',
        });
        expect(await stores.promotions.get(promotion.promotionId)).toEqual(
          first.promotion,
        );
        expect(
          await stores.promotions.records(promotion.promotionId),
        ).toHaveLength(2);
      });

      it('refuses a step of a promotion that is not there', async () => {
        const step = stepOf(storedPromotion(), { state: 'cancelled' });
        expect(await stores.promotions.commit(step)).toEqual({
          kind: 'lost-race',
        });
      });

      it('writes nothing at all of a lost race', async () => {
        const promotion = await created();
        await stores.promotions.commit(stepOf(promotion, {}));
        await stores.promotions.commit(
          stepOf(
            promotion,
            {},
            {
              effects: [
                { kind: 'acquire-slots', keys: SLOTS },
                {
                  kind: 'set-hold',
                  environment: 'staging',
                  stops: 'all',
                  reason: 'x',
                },
              ],
            },
          ),
        );
        expect(await stores.claims.slotsHeldByOthers(SLOTS, 'nobody')).toEqual(
          [],
        );
        expect(await stores.blocks.holds(START)).toEqual([]);
      });
    });

    describe('claims', () => {
      it('gives a due promotion to one owner, until the lease ends', async () => {
        const promotion = await created();
        const claim = (owner: string, seconds: number) =>
          stores.claims.claimDue({
            owner,
            now: afterStart(seconds),
            leaseUntil: afterStart(seconds + 30),
            limit: 10,
          });
        expect(await claim('a', 0)).toEqual([promotion]);
        expect(await claim('b', 29)).toEqual([]);
        expect(await claim('b', 30)).toEqual([promotion]);
      });

      it('gives those that are due longest first, and no more than asked for', async () => {
        const late = storedPromotion();
        const early = storedPromotion();
        await stores.promotions.create(
          creationOf(late, { nextAttemptAt: afterStart(2) }),
        );
        await stores.promotions.create(
          creationOf(early, { nextAttemptAt: afterStart(1) }),
        );
        const claim = { ...LEASE, owner: 'a', limit: 1 };
        expect(await stores.claims.claimDue(claim)).toEqual([]);
        expect(
          await stores.claims.claimDue({ ...claim, now: afterStart(5) }),
        ).toEqual([early]);
        expect(
          await stores.claims.claimDue({ ...claim, now: afterStart(5) }),
        ).toEqual([late]);
      });

      it('fences a worker whose promotion another took over', async () => {
        const promotion = await created();
        await stores.claims.claimDue({ ...LEASE, owner: 'stalled' });
        await stores.claims.claimDue({
          owner: 'successor',
          now: afterStart(60),
          leaseUntil: afterStart(90),
          limit: 1,
        });
        const step = stepOf(promotion, { state: 'executing' });
        expect(
          await stores.promotions.commit({
            ...step,
            lease: { owner: 'stalled' },
          }),
        ).toEqual({ kind: 'lost-race' });
        expect(
          await stores.promotions.commit({
            ...step,
            lease: { owner: 'successor' },
          }),
        ).toEqual({ kind: 'committed' });
      });

      it('takes a claim that was let go for no claim', async () => {
        const promotion = await created();
        await stores.claims.claimDue({ ...LEASE, owner: 'a' });
        await stores.claims.release({
          promotionId: promotion.promotionId,
          owner: 'a',
          nextAttemptAt: afterStart(5),
        });
        expect(
          await stores.promotions.commit({
            ...stepOf(promotion, {}),
            lease: { owner: 'a' },
          }),
        ).toEqual({ kind: 'lost-race' });
      });

      it('prolongs only a claim that still runs', async () => {
        const { promotionId } = await created();
        await stores.claims.claimDue({ ...LEASE, owner: 'a' });
        const renew = (owner: string, seconds: number) =>
          stores.claims.renewLease({
            promotionId,
            owner,
            now: afterStart(seconds),
            leaseUntil: afterStart(seconds + 30),
          });
        expect(await renew('b', 10)).toBe(false);
        expect(await renew('a', 10)).toBe(true);
        expect(await renew('a', 39)).toBe(true);
        expect(await renew('a', 69)).toBe(false);
      });

      it('looks again when the owner said, and leaves the claim of another alone', async () => {
        const { promotionId } = await created();
        await stores.claims.claimDue({ ...LEASE, owner: 'a' });
        const nextAttemptAt = afterStart(10);
        await stores.claims.release({ promotionId, owner: 'b', nextAttemptAt });
        expect(await stores.claims.claimDue({ ...LEASE, owner: 'c' })).toEqual(
          [],
        );
        await stores.claims.release({ promotionId, owner: 'a', nextAttemptAt });
        expect(await stores.claims.claimDue({ ...LEASE, owner: 'c' })).toEqual(
          [],
        );
        expect(
          await stores.claims.claimDue({
            ...LEASE,
            owner: 'c',
            now: nextAttemptAt,
          }),
        ).toHaveLength(1);
      });

      it('keeps one due that was woken while it was claimed', async () => {
        const { promotionId, componentRef } = await created();
        await stores.claims.claimDue({ ...LEASE, owner: 'a' });
        await stores.claims.wake({ componentRef }, afterStart(1));
        await stores.claims.release({
          promotionId,
          owner: 'a',
          nextAttemptAt: afterStart(3600),
        });
        expect(
          await stores.claims.claimDue({
            ...LEASE,
            owner: 'b',
            now: afterStart(1),
          }),
        ).toHaveLength(1);
      });

      it('wakes only what is meant', async () => {
        const far = afterStart(3600);
        const one = storedPromotion();
        const other = storedPromotion({
          componentRef: 'component:default/payments',
        });
        await stores.promotions.create(creationOf(one, { nextAttemptAt: far }));
        await stores.promotions.create(
          creationOf(other, { nextAttemptAt: far }),
        );
        await stores.claims.wake({ promotionId: one.promotionId }, START);
        expect(await stores.claims.claimDue({ ...LEASE, owner: 'a' })).toEqual([
          one,
        ]);
        await stores.claims.wake({ componentRef: other.componentRef }, START);
        expect(await stores.claims.claimDue({ ...LEASE, owner: 'a' })).toEqual([
          other,
        ]);
      });

      it('never gives out one that has ended', async () => {
        const promotion = await created();
        await stores.promotions.commit(
          stepOf(promotion, { state: 'cancelled', endedAt: START }),
        );
        await stores.claims.wake({ promotionId: promotion.promotionId }, START);
        expect(
          await stores.claims.claimDue({
            ...LEASE,
            owner: 'a',
            now: afterStart(9999),
          }),
        ).toEqual([]);
      });
    });

    describe('slots', () => {
      const acquire = (promotion: Promotion, keys = SLOTS) =>
        stores.promotions.commit(
          stepOf(
            promotion,
            { state: 'executing' },
            { effects: [{ kind: 'acquire-slots', keys }] },
          ),
        );

      it('belong to one promotion; the other one is told who holds which, in order', async () => {
        const holder = await created();
        const waiter = await created();
        expect(await acquire(holder)).toEqual({ kind: 'committed' });
        expect(await acquire(waiter, ['z', ...SLOTS])).toEqual({
          kind: 'slots-taken',
          keys: ['app:c', 'env:a', 'file:b'],
          byPromotionIds: [holder.promotionId],
        });
        expect(await stores.promotions.get(waiter.promotionId)).toEqual(waiter);
        expect(await stores.claims.slotsHeldByOthers(['z'], 'nobody')).toEqual(
          [],
        );
        expect(
          await stores.claims.slotsHeldByOthers(SLOTS, holder.promotionId),
        ).toEqual([]);
        expect(
          await stores.claims.slotsHeldByOthers(['file:b'], waiter.promotionId),
        ).toEqual([{ key: 'file:b', promotionId: holder.promotionId }]);
      });

      it('are free again with the commit that lets them go', async () => {
        const holder = await created();
        const waiter = await created();
        await acquire(holder);
        const executing = await stores.promotions.get(holder.promotionId);
        await stores.promotions.commit(
          stepOf(
            executing!,
            { state: 'succeeded', endedAt: START },
            { effects: [{ kind: 'release-slots' }] },
          ),
        );
        expect(await acquire(waiter)).toEqual({ kind: 'committed' });
      });

      it('go to exactly one of many that ask at once', async () => {
        const rivals = await Promise.all(
          Array.from({ length: 8 }, () => created()),
        );
        const answers = await Promise.all(
          rivals.map((rival, index) =>
            acquire(rival, index % 2 ? SLOTS : [...SLOTS].reverse()),
          ),
        );
        expect(answers.filter(({ kind }) => kind === 'committed')).toHaveLength(
          1,
        );
      });

      it('hold an environment to its limit of concurrent promotions', async () => {
        const rivals = await Promise.all(
          Array.from({ length: 6 }, () => created()),
        );
        const answers = await Promise.all(
          rivals.map(rival =>
            stores.promotions.commit(
              stepOf(
                rival,
                { state: 'executing' },
                { concurrency: { environment: 'staging', limit: 2 } },
              ),
            ),
          ),
        );
        expect(answers.filter(({ kind }) => kind === 'committed')).toHaveLength(
          2,
        );
        expect(await stores.claims.countExecuting('staging')).toBe(2);
        expect(await stores.claims.countExecuting('canary')).toBe(0);
      });
    });

    describe('requests', () => {
      it('keep one open promotion of a release in an environment, of many that come at once', async () => {
        const { release } = storedPromotion();
        const answers = await Promise.all(
          Array.from({ length: 6 }, () =>
            stores.promotions.create(creationOf(storedPromotion({ release }))),
          ),
        );
        expect(answers.filter(({ kind }) => kind === 'committed')).toHaveLength(
          1,
        );
      });

      it('may come again when the earlier one has ended', async () => {
        const first = await created();
        await stores.promotions.commit(
          stepOf(first, { state: 'expired', endedAt: START }),
        );
        const second = await created({ release: first.release });
        expect(await stores.promotions.get(second.promotionId)).toEqual(second);
      });

      it('lose when an open promotion is there that they did not take into account', async () => {
        const earlier = await created();
        const request = creationOf(storedPromotion());
        expect(
          await stores.promotions.create({ ...request, seenOpenIds: [] }),
        ).toEqual({
          kind: 'lost-race',
        });
        expect(
          await stores.promotions.create({
            ...request,
            seenOpenIds: [earlier.promotionId],
          }),
        ).toEqual({ kind: 'committed' });
      });

      it('of different releases at once: one is taken, the other must look again', async () => {
        const answers = await Promise.all(
          Array.from({ length: 5 }, () =>
            stores.promotions.create({
              ...creationOf(storedPromotion()),
              seenOpenIds: [],
            }),
          ),
        );
        expect(answers.filter(({ kind }) => kind === 'committed')).toHaveLength(
          1,
        );
      });

      it('supersede in the same transaction, or not at all', async () => {
        const older = await created();
        const newer = storedPromotion();
        const superseded = {
          state: 'superseded',
          supersededBy: newer.promotionId,
          endedAt: START,
        } as const;
        const stale = { ...older, version: older.version + 1 };
        expect(
          await stores.promotions.create({
            ...creationOf(newer),
            supersede: [stepOf(stale, superseded)],
          }),
        ).toEqual({ kind: 'lost-race' });
        expect(await stores.promotions.get(newer.promotionId)).toBeUndefined();
        expect(
          await stores.promotions.create({
            ...creationOf(newer),
            supersede: [stepOf(older, superseded)],
          }),
        ).toEqual({ kind: 'committed' });
        expect(await stores.promotions.get(older.promotionId)).toMatchObject(
          superseded,
        );
      });

      it('bring approvals and overrides along', async () => {
        const promotion = storedPromotion();
        const { promotionId, contentHash } = promotion;
        const approval = {
          approvalId: randomUUID(),
          promotionId,
          userRef: 'user:default/bob',
          decision: 'approved' as const,
          contentHash,
          decidedAt: START,
          carriedFrom: randomUUID(),
          membershipProof: [{ role: 'sre', via: ['group:default/sre'] }],
          evidenceIds: ['e-1'],
        };
        const override = {
          overrideId: randomUUID(),
          promotionId,
          target: { kind: 'gate' as const, gateId: 'coverage' },
          userRef: 'user:default/bob',
          role: 'sre',
          reason: 'Customers wait.',
          contentHash,
          overriddenAt: START,
          verdict: 'failed: coverage is low',
        };
        await stores.promotions.create({
          ...creationOf(promotion),
          approvals: [approval],
          overrides: [override],
        });
        expect(await stores.decisions.approvals([promotionId])).toEqual([
          approval,
        ]);
        expect(await stores.decisions.overrides([promotionId])).toEqual([
          override,
        ]);
        expect(await stores.decisions.approvals([])).toEqual([]);
      });
    });

    describe('records', () => {
      it('are chained, complete and verifiable', async () => {
        let promotion = await created();
        for (let step = 0; step < 3; step++) {
          const commit = stepOf(promotion, {});
          await stores.promotions.commit(commit);
          promotion = commit.promotion;
        }
        const records = await stores.promotions.records(promotion.promotionId);
        expect(records.map(record => record.sequence)).toEqual([1, 2, 3, 4]);
        expect(verifyChain(records, promotion.version)).toEqual({
          kind: 'intact',
        });
      });
    });

    describe('people', () => {
      it('take their decisions back, and only their own', async () => {
        const promotion = await created();
        const { promotionId, contentHash } = promotion;
        const approvalBy = (userRef: string) => ({
          approvalId: randomUUID(),
          promotionId,
          userRef,
          decision: 'approved' as const,
          contentHash,
          decidedAt: START,
          membershipProof: [],
          evidenceIds: [],
        });
        const bob = approvalBy('user:default/bob');
        const carol = approvalBy('user:default/carol');
        const first = stepOf(promotion, {}, { approval: bob });
        const second = stepOf(first.promotion, {}, { approval: carol });
        const third = stepOf(
          second.promotion,
          {},
          { withdrawal: { userRef: bob.userRef }, now: afterStart(9) },
        );
        for (const commit of [first, second, third]) {
          expect(await stores.promotions.commit(commit)).toEqual({
            kind: 'committed',
          });
        }
        const approvals = await stores.decisions.approvals([promotionId]);
        expect(approvals).toHaveLength(2);
        expect(approvals).toContainEqual({
          ...bob,
          withdrawnAt: afterStart(9),
        });
        expect(approvals).toContainEqual(carol);
      });

      it('dismiss what stands when the plan changes, with the reason, and nothing that comes after', async () => {
        const promotion = await created();
        const { promotionId, contentHash } = promotion;
        const approvalBy = (userRef: string) => ({
          approvalId: randomUUID(),
          promotionId,
          userRef,
          decision: 'approved' as const,
          contentHash,
          decidedAt: START,
          membershipProof: [],
          evidenceIds: [],
        });
        const early = approvalBy('user:default/bob');
        const late = approvalBy('user:default/carol');
        const first = stepOf(promotion, {}, { approval: early });
        const second = stepOf(
          first.promotion,
          {},
          {
            effects: [
              { kind: 'dismiss-approvals', reason: 'The tag has changed.' },
            ],
            now: afterStart(9),
          },
        );
        const third = stepOf(second.promotion, {}, { approval: late });
        for (const commit of [first, second, third]) {
          expect(await stores.promotions.commit(commit)).toEqual({
            kind: 'committed',
          });
        }
        const approvals = await stores.decisions.approvals([promotionId]);
        expect(approvals).toHaveLength(2);
        expect(approvals).toContainEqual({
          ...early,
          dismissedAt: afterStart(9),
          dismissedBecause: 'The tag has changed.',
        });
        expect(approvals).toContainEqual(late);
      });

      it('review an override once', async () => {
        const promotion = await created();
        const override = {
          overrideId: randomUUID(),
          promotionId: promotion.promotionId,
          target: { kind: 'approval' as const },
          userRef: 'user:default/bob',
          role: 'sre',
          reason: 'Night.',
          contentHash: promotion.contentHash,
          overriddenAt: START,
          verdict: 'open',
          review: { role: 'engineering-lead', dueAt: afterStart(99) },
        };
        await stores.promotions.commit(stepOf(promotion, {}, { override }));
        const review = {
          overrideId: override.overrideId,
          reviewedBy: 'user:default/erin',
          reviewedAt: afterStart(5),
          comment: 'Looked at.',
        };
        expect(await stores.decisions.reviewOverride(review)).toBe(true);
        expect(
          await stores.decisions.reviewOverride({
            ...review,
            comment: 'Again.',
          }),
        ).toBe(false);
        const [stored] = await stores.decisions.overrides([
          promotion.promotionId,
        ]);
        expect(stored?.review).toEqual({
          ...override.review,
          reviewedBy: review.reviewedBy,
          reviewedAt: review.reviewedAt,
          comment: 'Looked at.',
        });
      });
    });

    describe('restraints', () => {
      it('bar a release until somebody lifts it', async () => {
        const promotion = await created();
        const { componentRef, release } = promotion;
        await stores.promotions.commit(
          stepOf(
            promotion,
            {},
            {
              effects: [
                {
                  kind: 'bar-release',
                  environment: 'staging',
                  releaseId: release.releaseId,
                  version: '2.4.0',
                  reason: 'It was rolled back.',
                },
              ],
            },
          ),
        );
        const [bar] = await stores.blocks.barred(componentRef);
        expect(bar).toEqual({
          componentRef,
          environment: 'staging',
          releaseId: release.releaseId,
          version: '2.4.0',
          reason: 'It was rolled back.',
          promotionId: promotion.promotionId,
          barredAt: START,
        });
        const lift = {
          componentRef,
          environment: 'staging',
          releaseId: release.releaseId,
          at: afterStart(5),
          by: 'user:default/sam',
          reason: 'The cause is mended.',
        };
        expect(
          await stores.blocks.liftBar({ ...lift, environment: 'dev' }),
        ).toBe(false);
        expect(await stores.blocks.liftBar(lift)).toBe(true);
        expect(await stores.blocks.liftBar(lift)).toBe(false);
        expect(await stores.blocks.barred(componentRef)).toEqual([
          {
            ...bar,
            liftedAt: afterStart(5),
            liftedBy: 'user:default/sam',
            liftReason: 'The cause is mended.',
          },
        ]);
      });

      it('hold, until lifted or over', async () => {
        const promotion = await created();
        await stores.promotions.commit(
          stepOf(
            promotion,
            {},
            {
              effects: [
                {
                  kind: 'set-hold',
                  environment: 'staging',
                  stops: 'automatic',
                  reason: 'It was rolled back.',
                },
              ],
            },
          ),
        );
        const frozen = {
          holdId: randomUUID(),
          scope: {},
          stops: 'all' as const,
          from: START,
          until: afterStart(60),
          reason: 'Freeze.',
          setBy: { kind: 'user' as const, ref: 'user:default/erin' },
        };
        await stores.blocks.setHold(frozen);
        const [first, second] = await stores.blocks.holds(START);
        expect([first, second]).toContainEqual(frozen);
        const byRollback = [first, second].find(hold => hold?.promotionId);
        expect(byRollback).toMatchObject({
          scope: {
            environment: 'staging',
            componentRef: promotion.componentRef,
          },
          stops: 'automatic',
          promotionId: promotion.promotionId,
          from: START,
        });
        expect(await stores.blocks.holds(afterStart(60))).toEqual([byRollback]);
        const lift = { holdId: byRollback!.holdId, at: afterStart(5) };
        expect(await stores.blocks.liftHold(lift)).toBe(true);
        expect(await stores.blocks.liftHold(lift)).toBe(false);
        expect(await stores.blocks.holds(afterStart(60))).toEqual([]);
      });
    });

    describe('lists', () => {
      it('pages through all of them, newest first, each once, however many come meanwhile', async () => {
        const promotions: Promotion[] = [];
        for (let index = 0; index < 7; index++) {
          promotions.push(
            await created({ requestedAt: afterStart(Math.floor(index / 2)) }),
          );
        }
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await stores.promotions.list({}, { limit: 3, cursor });
          seen.push(...page.items.map(item => item.promotionId));
          cursor = page.nextCursor;
          await created({ requestedAt: afterStart(500) });
        } while (cursor);
        expect([...seen].sort()).toEqual(
          promotions.map(({ promotionId }) => promotionId).sort(),
        );
        expect(seen[0]).toBe(promotions[6]!.promotionId);
      });

      it('says so when a cursor is not one of its own', async () => {
        await expect(
          stores.promotions.list({}, { limit: 3, cursor: 'bm90LW9uZQ' }),
        ).rejects.toThrow(/cursor/);
      });

      it('filters by what is given', async () => {
        const mine = await created({
          componentRef: 'component:default/payments',
          to: 'canary',
          state: 'awaiting-gates',
          requestedAt: afterStart(60),
          requestedBy: { kind: 'service', ref: 'external:ci' },
        });
        const ended = await created();
        await stores.promotions.commit(
          stepOf(ended, { state: 'expired', endedAt: START }),
        );
        const find = async (
          filter: Parameters<Stores['promotions']['list']>[0],
        ) =>
          (await stores.promotions.list(filter, { limit: 10 })).items.map(
            item => item.promotionId,
          );
        for (const filter of [
          { componentRef: mine.componentRef },
          { environment: 'canary' },
          { state: 'awaiting-gates' as const },
          { requestedBy: 'external:ci' },
          { since: afterStart(1) },
          { open: true },
        ]) {
          expect(await find(filter)).toEqual([mine.promotionId]);
        }
        expect(await find({ open: false })).toEqual([ended.promotionId]);
        expect(await find({ until: afterStart(60) })).toEqual([
          ended.promotionId,
        ]);
        expect(await find({ environment: 'dev' })).toEqual([]);
      });
    });

    describe('the outbox', () => {
      const notify = {
        kind: 'notify',
        topic: 'approval-needed',
        recipientRefs: [],
        recipientRoles: ['sre'],
        title: 'A title',
        description: 'A text',
      } as const;
      const claim = (seconds: number, limit = 10) =>
        stores.outbox.claim({
          owner: 'relay',
          now: afterStart(seconds),
          leaseUntil: afterStart(seconds + 30),
          limit,
        });

      it('holds a signal for each commit, and its notifications, with ids only in the signal', async () => {
        const promotion = await created();
        await stores.promotions.commit(
          stepOf(promotion, {}, { effects: [notify] }),
        );
        const { componentRef, promotionId } = promotion;
        const messages = await claim(0);
        expect(messages.map(({ kind }) => kind).sort()).toEqual([
          'notify',
          'signal',
          'signal',
        ]);
        for (const { kind, payload } of messages) {
          expect(JSON.parse(payload)).toEqual(
            kind === 'signal'
              ? { componentRef, promotionId }
              : { ...notify, componentRef, promotionId },
          );
        }
      });

      it('holds nothing of a commit that did not happen', async () => {
        const promotion = await created();
        await stores.promotions.commit(stepOf(promotion, {}));
        await stores.promotions.commit(
          stepOf(promotion, {}, { effects: [notify] }),
        );
        const messages = await claim(0);
        expect(messages.map(({ kind }) => kind)).toEqual(['signal', 'signal']);
      });

      it('gives unsettled messages out again when the claim ends', async () => {
        await created();
        const [first] = await claim(0);
        expect(first?.attempts).toBe(1);
        expect(await claim(29)).toEqual([]);
        expect(await claim(30)).toEqual([{ ...first, attempts: 2 }]);
      });

      it('forgets what was sent or given up, and repeats when told', async () => {
        await created();
        await created();
        const [one, two] = await claim(0);
        await stores.outbox.settle(one!.messageId, { sent: true });
        await stores.outbox.settle(two!.messageId, {
          sent: false,
          retryAt: afterStart(5),
        });
        expect(await claim(4)).toEqual([]);
        expect(await claim(5)).toEqual([{ ...two, attempts: 2 }]);
        await stores.outbox.settle(two!.messageId, { sent: false });
        expect(await claim(999)).toEqual([]);
      });
    });

    describe('idempotency keys', () => {
      const claim = (requestHash: string, seconds = 0) =>
        stores.idempotency.claim({
          scope: 'user:default/alice POST /promotions',
          key: 'k-1',
          requestHash,
          now: afterStart(seconds),
        });
      const key = { scope: 'user:default/alice POST /promotions', key: 'k-1' };

      it('answer a repeated request with the first answer', async () => {
        expect(await claim('h')).toEqual({ kind: 'claimed' });
        expect(await claim('h')).toEqual({ kind: 'in-flight' });
        await stores.idempotency.rememberAnswer({ ...key, answer: '{"id":1}' });
        expect(await claim('h', 86_399)).toEqual({
          kind: 'answered',
          answer: '{"id":1}',
        });
      });

      it('conflict with another request, are kept for a day, and belong to their scope', async () => {
        await claim('h');
        await stores.idempotency.rememberAnswer({ ...key, answer: '1' });
        expect(await claim('other')).toEqual({ kind: 'conflict' });
        expect(
          await stores.idempotency.claim({
            ...key,
            scope: 'somebody else',
            requestHash: 'other',
            now: START,
          }),
        ).toEqual({ kind: 'claimed' });
        expect(await claim('other', 86_400)).toEqual({ kind: 'claimed' });
      });

      it('are free again when forgotten, or when their request died unanswered', async () => {
        await claim('h');
        await stores.idempotency.forget(key);
        expect(await claim('h2')).toEqual({ kind: 'claimed' });
        expect(await claim('h3', 119)).toEqual({ kind: 'conflict' });
        expect(await claim('h3', 120)).toEqual({ kind: 'claimed' });
      });

      it('go to exactly one of many that ask at once', async () => {
        const answers = await Promise.all(
          Array.from({ length: 6 }, () => claim('h')),
        );
        expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(
          1,
        );
      });
    });

    it('keeps what the worker did, attempt by attempt', async () => {
      const { promotionId } = await created();
      const run = {
        promotionId,
        step: 'publish',
        attempt: 1,
        startedAt: START,
        lookedAt: START,
        outcome: 'publish-raced',
        message: 'The branch moved.',
      };
      await stores.promotions.recordStepRun(run);
      await stores.promotions.recordStepRun({
        ...run,
        startedAt: afterStart(3),
        lookedAt: afterStart(3),
        outcome: 'published',
        message: undefined,
      });
      await stores.promotions.recordStepRun({
        ...run,
        attempt: 2,
        startedAt: afterStart(4),
      });
      expect(await stores.promotions.stepRuns(promotionId)).toMatchObject([
        {
          attempt: 1,
          looks: 2,
          startedAt: START,
          lookedAt: afterStart(3),
          outcome: 'published',
        },
        { attempt: 2, looks: 1 },
      ]);
    });
  });
}
