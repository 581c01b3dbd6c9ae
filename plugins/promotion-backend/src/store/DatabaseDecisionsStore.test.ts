// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { afterStart, START, stepOf } from '../tests/storedPromotion';
import { describeStores } from '../tests/describeStores';

describeStores('What people decided:', ({ stores, created }) => {
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
    const [stored] = await stores.decisions.overrides([promotion.promotionId]);
    expect(stored?.review).toEqual({
      ...override.review,
      reviewedBy: review.reviewedBy,
      reviewedAt: review.reviewedAt,
      comment: 'Looked at.',
    });
  });
});
