// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { commitsOf, startLoop, until, type Loop } from './startLoop';

const checkout = 'component:default/checkout';
const search = 'component:default/search';

describe('The whole of it, when the outside misbehaves', () => {
  let loop: Loop;

  beforeAll(async () => {
    loop = await startLoop();
  });
  afterAll(() => loop?.stop());
  afterEach(() => {
    loop.sandbox.faults.argocd.clear();
    loop.sandbox.faults.github.clear();
    loop.sandbox.faults.prometheus.clear();
  });

  const view = (promotionId: string) =>
    loop.as('olivia').getPromotion({ params: { promotionId } });

  const open = (name: string, to: string, status: string) =>
    until(`${name} may move to ${to}`, async () => {
      const component = await loop.as('olivia').getComponent({
        params: { kind: 'component', namespace: 'default', name },
      });
      const path = component.paths.find(each => each.to === to);
      return path?.status === status ? path : path?.explanation;
    });

  const commitsBy = async (promotionId: string) =>
    (await commitsOf(loop.sandbox)).filter(({ message }) =>
      message.includes(`Promotion-Id: ${promotionId}`),
    );

  const waitsForASource = (promotionId: string) =>
    until('it says that it waits', async () => {
      const now = await view(promotionId);
      return now.outageSince === undefined ? now.headline : now;
    });

  it('makes one promotion of two clicks at once, writes nothing while GitHub is away, and goes on with one commit', async () => {
    await open('checkout', 'staging', 'ready');
    loop.sandbox.faults.github.add({
      method: 'POST',
      effect: { kind: 'answer', status: 500, body: 'Unicorn!' },
    });
    const body = { componentRef: checkout, from: 'dev', to: 'staging' };
    const [one, other] = await Promise.all([
      loop.as('olivia').createPromotion({ body }),
      loop.as('sam').createPromotion({ body }),
    ]);
    expect(other.promotionId).toBe(one.promotionId);
    const { promotionId } = one;
    expect(await waitsForASource(promotionId)).toMatchObject({
      state: 'executing',
      targetState: 'untouched',
      headline: expect.stringMatching(/waits for a source that is away/),
    });
    expect(await commitsBy(promotionId)).toEqual([]);
    loop.sandbox.faults.github.clear();
    expect(await loop.ended(promotionId)).toMatchObject({ state: 'succeeded' });
    expect(await commitsBy(promotionId)).toHaveLength(1);
  });

  it('takes the answer to a push that was lost for what it was: published, once', async () => {
    const { items } = await loop.as('olivia').listPromotions({
      query: { componentRef: checkout, state: 'succeeded' },
    });
    loop.sandbox.faults.github.add({
      path: /graphql/,
      when: 'after',
      times: 1,
      effect: { kind: 'drop' },
    });
    const { promotionId } = await loop.as('olivia').rollback({
      params: { promotionId: items[0]?.promotionId ?? '' },
      body: { reason: 'the numbers look odd' },
    });
    expect(await loop.ended(promotionId)).toMatchObject({ state: 'succeeded' });
    expect(await commitsBy(promotionId)).toHaveLength(1);
  });

  it('waits while Argo CD is away, and counts two approvals at once and a second click once each', async () => {
    await open('search', 'canary', 'needs-approval');
    const { promotionId, promotion } = await loop.as('olivia').createPromotion({
      body: { componentRef: search, from: 'staging', to: 'canary' },
    });
    const contentHash = promotion?.contentHash ?? '';
    const approve = (user: string) =>
      loop.as(user).decideApproval({
        params: { promotionId },
        body: { decision: 'approved', contentHash },
      });
    await expect(
      loop.as('sam').decideApproval({
        params: { promotionId },
        body: {
          decision: 'approved',
          contentHash: `sha256:${'0'.repeat(64)}`,
        },
      }),
    ).rejects.toMatchObject({ status: 409, name: 'StaleViewError' });
    const clicks = await Promise.allSettled([approve('sam'), approve('sam')]);
    expect(clicks.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    loop.sandbox.faults.argocd.add({
      effect: { kind: 'answer', status: 503, body: 'upstream connect error' },
    });
    await approve('quinn');
    const waiting = await waitsForASource(promotionId);
    expect(waiting.approvals).toHaveLength(2);
    expect(waiting.targetState).not.toBe('restored');
    loop.sandbox.faults.argocd.clear();
    expect(await loop.ended(promotionId)).toMatchObject({ state: 'succeeded' });
    expect(await commitsBy(promotionId)).toHaveLength(1);
  });
});
