// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import {
  afterStart,
  creationOf,
  START,
  stepOf,
  storedPromotion,
} from '../tests/storedPromotion';
import { describeStores } from '../tests/describeStores';

const LEASE = { now: START, leaseUntil: afterStart(30), limit: 10 };

const SLOTS = ['file:b', 'env:a', 'app:c'];

describeStores('Claims and slots', ({ stores, created }) => {
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
      await stores.promotions.create(creationOf(late, { now: afterStart(2) }));
      await stores.promotions.create(creationOf(early, { now: afterStart(1) }));
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

    it('keeps one due that was woken before the worker committed, also when it rests afterwards', async () => {
      const promotion = await created();
      const { promotionId, componentRef } = promotion;
      await stores.claims.claimDue({ ...LEASE, owner: 'a' });
      await stores.claims.wake({ componentRef }, START);
      await stores.promotions.commit({
        ...stepOf(promotion, {}),
        lease: { owner: 'a' },
      });
      await stores.claims.release({
        promotionId,
        owner: 'a',
        nextAttemptAt: afterStart(3600),
      });
      expect(
        await stores.claims.claimDue({ ...LEASE, owner: 'b' }),
      ).toHaveLength(1);
    });

    it('wakes only what is meant', async () => {
      const far = afterStart(3600);
      const one = storedPromotion();
      const other = storedPromotion({
        componentRef: 'component:default/payments',
      });
      await stores.promotions.create(creationOf(one, { now: far }));
      await stores.promotions.create(creationOf(other, { now: far }));
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
});
