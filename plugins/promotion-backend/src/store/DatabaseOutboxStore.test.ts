// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { afterStart, stepOf } from '../tests/storedPromotion';
import { describeStores } from '../tests/describeStores';

describeStores('The outbox', ({ stores, created }) => {
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

  it('holds one message for each notifier once it is addressed', async () => {
    const promotion = await created();
    await stores.promotions.commit(
      stepOf(promotion, {}, { effects: [notify] }),
    );
    const [notice] = (await claim(0)).filter(({ kind }) => kind === 'notify');
    const to = { notifiers: ['mail', 'chat'], now: afterStart(1) };
    await stores.outbox.address(notice!, to);
    await stores.outbox.address(notice!, to);
    const { promotionId, payload } = notice!;
    const addressed = await claim(1);
    expect(addressed.map(({ notifier }) => notifier).sort()).toEqual([
      'chat',
      'mail',
    ]);
    for (const message of addressed) {
      expect(message).toMatchObject({ promotionId, payload, attempts: 1 });
    }
  });

  it('keeps no message that nobody is there to send', async () => {
    const promotion = await created();
    await stores.promotions.commit(
      stepOf(promotion, {}, { effects: [notify] }),
    );
    const [notice] = (await claim(0)).filter(({ kind }) => kind === 'notify');
    await stores.outbox.address(notice!, { notifiers: [], now: afterStart(1) });
    expect((await claim(60)).filter(({ kind }) => kind === 'notify')).toEqual(
      [],
    );
  });
});
