// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { describeStores } from '../tests/describeStores';
import { afterStart, START } from '../tests/storedPromotion';

describeStores('Idempotency keys', ({ stores }) => {
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
    expect(answers.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
  });
});
