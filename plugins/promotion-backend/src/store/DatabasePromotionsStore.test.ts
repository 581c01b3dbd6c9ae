// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from 'backstage-plugin-promotion-common';
import { randomUUID } from 'node:crypto';
import {
  afterStart,
  creationOf,
  START,
  stepOf,
  storedPromotion,
} from '../tests/storedPromotion';
import type { PromotionFilter } from './DatabasePromotionsStore';
import { describeStores } from '../tests/describeStores';

const SLOTS = ['file:b', 'env:a', 'app:c'];

describeStores('Promotions', ({ stores, created }) => {
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
        target: {
          kind: 'gate' as const,
          gateId: 'coverage',
          status: 'failed' as const,
        },
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
      const { records, verdict } = await stores.promotions.chain(
        promotion.promotionId,
      );
      expect(records.map(record => record.sequence)).toEqual([1, 2, 3, 4]);
      expect(verdict).toEqual({
        kind: 'intact',
        length: 4,
        hash: records[3]?.hash,
      });
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
      const find = async (filter: PromotionFilter) =>
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
