// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Sandbox } from 'promotion-sandbox';
import { commitsOf, startLoop, until, type Loop } from './startLoop';

const params = { kind: 'component', namespace: 'default', name: 'checkout' };
const checkout = 'component:default/checkout';

describe('The whole of it, against the sandbox', () => {
  let loop: Loop;
  let sandbox: Sandbox;
  const as = (user: string) => loop.as(user);

  beforeAll(async () => {
    loop = await startLoop();
    sandbox = loop.sandbox;
  });
  afterAll(() => loop?.stop());

  const ended = (promotionId: string) => loop.ended(promotionId);

  it('promotes checkout from dev to staging by one real commit', async () => {
    const olivia = as('olivia');
    const ready = await until('dev → staging may move', async () => {
      const view = await olivia.getComponent({ params });
      const path = view.paths.find(({ to }) => to === 'staging');
      return path?.status === 'ready' ? path : path?.explanation;
    });
    expect(ready).toMatchObject({
      headline: 'checkout 2.4.0 may move to staging.',
      promote: { allowed: true },
    });

    const headBefore = await headOf(sandbox);
    const plan = await olivia.createPlan({
      body: { componentRef: checkout, from: 'dev', to: 'staging' },
    });
    expect(plan).toMatchObject({ executable: true });
    expect(plan.diffs[0]?.diff).toContain('2.4.0');
    expect(await headOf(sandbox)).toBe(headBefore);

    const asked = await olivia.createPromotion({
      body: {
        componentRef: checkout,
        from: 'dev',
        to: 'staging',
        contentHash: plan.contentHash,
        reason: 'the full loop',
      },
      idempotencyKey: 'full-loop-1',
    });
    const again = await olivia.createPromotion({
      body: {
        componentRef: checkout,
        from: 'dev',
        to: 'staging',
        contentHash: plan.contentHash,
        reason: 'the full loop',
      },
      idempotencyKey: 'full-loop-1',
    });
    expect(again.promotionId).toBe(asked.promotionId);

    const done = await ended(asked.promotionId);
    expect(done).toMatchObject({ state: 'succeeded', targetState: 'new' });

    const log = await commitsOf(sandbox);
    const ours = log.filter(commit =>
      commit.message.includes(`Promotion-Id: ${asked.promotionId}`),
    );
    expect(ours).toHaveLength(1);

    const after = await until('the tab shows what is there', async () => {
      const view = await olivia.getComponent({ params });
      const lane = view.lanes.find(
        ({ environment }) => environment === 'staging',
      );
      return lane?.state?.live?.version === '2.4.0' &&
        lane.state.origin?.kind === 'promotion'
        ? lane
        : JSON.stringify(lane?.state);
    });
    expect(after).toMatchObject({
      state: { origin: { promotionId: asked.promotionId } },
      rollback: { allowed: true },
    });
    const records = await olivia.listEvents({
      params: { promotionId: asked.promotionId },
    });
    expect(records.chain).toBe('intact');
  });

  it('puts the old release back with one person and one reason, and bars the new one', async () => {
    const olivia = as('olivia');
    const { items } = await olivia.listPromotions({
      query: { componentRef: checkout, state: 'succeeded' },
    });
    const back = await olivia.rollback({
      params: { promotionId: items[0]?.promotionId ?? '' },
      body: { reason: 'the numbers look odd' },
    });
    expect(back.promotion).toMatchObject({
      kind: 'rollback',
      release: { version: '2.3.1' },
    });
    expect(await ended(back.promotionId)).toMatchObject({ state: 'succeeded' });
    const lane = await until('the old release is live', async () => {
      const view = await olivia.getComponent({ params });
      const found = view.lanes.find(
        ({ environment }) => environment === 'staging',
      );
      return found?.state?.live?.version === '2.3.1'
        ? found
        : JSON.stringify(found?.state);
    });
    expect(lane.barred.map(({ version }) => version)).toEqual(['2.4.0']);
  });

  it('moves search to canary once SRE and QA agree, and does not count the owner', async () => {
    const named = { ...params, name: 'search' };
    await until('its gates pass', async () => {
      const view = await as('olivia').getComponent({ params: named });
      const path = view.paths.find(({ to }) => to === 'canary');
      return path?.status === 'needs-approval' ? path : path?.explanation;
    });
    const { promotionId, promotion: asked } = await as(
      'olivia',
    ).createPromotion({
      body: {
        componentRef: 'component:default/search',
        from: 'staging',
        to: 'canary',
      },
    });
    expect(asked?.state).toBe('awaiting-approval');
    const approve = (user: string) =>
      as(user).decideApproval({
        params: { promotionId },
        body: { decision: 'approved', contentHash: asked?.contentHash ?? '' },
      });
    await expect(approve('olivia')).rejects.toMatchObject({
      status: 403,
      message: 'You requested this promotion, so someone else must approve it.',
    });
    await expect(approve('paul')).rejects.toMatchObject({ status: 403 });
    await approve('sam');
    await approve('quinn');
    expect(await ended(promotionId)).toMatchObject({ state: 'succeeded' });
  });

  it('keeps recommendations back, says why, and lets an SRE override it', async () => {
    const path = {
      componentRef: 'component:default/recommendations',
      from: 'staging',
      to: 'canary',
    };
    const named = { ...params, name: 'recommendations' };
    await until('its evidence is there', async () => {
      const view = await as('olivia').getComponent({ params: named });
      const found = view.paths.find(({ to }) => to === 'canary');
      const failing = found?.gates.filter(({ status }) => status === 'failed');
      return failing?.length === 2 ? found : found?.explanation;
    });
    await expect(
      as('olivia').createPromotion({ body: path }),
    ).rejects.toMatchObject({
      status: 409,
      name: 'RefusedError',
      code: 'gates-do-not-pass',
      explanation: { tone: 'blocks' },
    });
    const forSam = await as('sam').getComponent({ params: named });
    expect(forSam.viewer.roles).toEqual(['sre']);
    expect(forSam.paths.find(({ to }) => to === 'canary')).toMatchObject({
      status: 'blocked',
      override: { allowed: true, role: 'sre' },
    });
  });
});

async function headOf(sandbox: Sandbox): Promise<string | undefined> {
  return (await commitsOf(sandbox))[0]?.sha;
}
