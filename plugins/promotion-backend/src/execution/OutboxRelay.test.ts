// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import { reviewNotices } from 'backstage-plugin-promotion-common/lifecycle';
import { makeOverride } from 'backstage-plugin-promotion-common/testing';
import type { Notifier } from 'backstage-plugin-promotion-node';
import { sqliteStores } from '../tests/sqliteStores';
import {
  afterStart,
  creationOf,
  START,
  storedPromotion,
} from '../tests/storedPromotion';
import { OutboxRelay } from './OutboxRelay';

function setUp(...notifiers: Notifier['notify'][]) {
  return setUpWith(storedPromotion(), {}, ...notifiers);
}

async function setUpWith(
  promotion: ReturnType<typeof storedPromotion>,
  more: Partial<Parameters<typeof creationOf>[1]>,
  ...notifiers: Notifier['notify'][]
) {
  const stores = sqliteStores();
  await stores.promotions.create(
    creationOf(promotion, {
      effects: [
        {
          kind: 'notify',
          topic: 'approval-needed',
          recipientRefs: ['user:default/sam'],
          recipientRoles: ['sre'],
          title: 'Asked',
          description: 'Why',
        },
      ],
      ...more,
    }),
  );
  let now = START;
  const signals: unknown[] = [];
  const relay = new OutboxRelay({
    stores,
    clock: { now: async () => now },
    notifiers: notifiers.map((notify, index) => ({
      name: `notifier-${index}`,
      notify,
    })),
    signals: {
      publish: async change => {
        signals.push(change);
      },
    },
    membersOf: async () => ['user:default/sam', 'user:default/sofia'],
    linkTo: ({ promotionId }) => `/promotion/${promotionId}`,
    logger: mockServices.logger.mock(),
  });
  return {
    stores,
    relay,
    signals,
    promotion,
    at: (seconds: number) => {
      now = afterStart(seconds);
    },
  };
}

describe('The relay of the outbox', () => {
  it('tells each person once, members of roles among them, and browsers by ids', async () => {
    const notify = jest.fn(async () => {});
    const { relay, signals, promotion } = await setUp(notify);
    expect(await relay.tick()).toBe(2);
    expect(await relay.tick()).toBe(1);
    expect(await relay.tick()).toBe(0);
    const { promotionId, componentRef } = promotion;
    expect(signals).toEqual([{ promotionId, componentRef }]);
    expect(notify).toHaveBeenCalledTimes(1);
    expect(notify).toHaveBeenCalledWith(
      expect.objectContaining({
        recipientRefs: ['user:default/sam', 'user:default/sofia'],
        title: 'Asked',
        link: `/promotion/${promotionId}`,
      }),
      expect.anything(),
    );
  });

  it('repeats what was not delivered, later each time, and gives up in the end', async () => {
    const notify = jest.fn(async () => {
      throw new Error('away');
    });
    const { relay, at } = await setUp(notify);
    await relay.tick();
    await relay.tick();
    expect(await relay.tick()).toBe(0);
    for (let seconds = 0; seconds < 3600; seconds += 5) {
      at(seconds);
      await relay.tick();
    }
    expect(notify).toHaveBeenCalledTimes(8);
  });

  it.each([
    [false, ['Review due', 'Review overdue']],
    [true, ['Review due']],
  ])(
    'reminds once of a review that is overdue (reviewed before: %s)',
    async (isReviewed, titles) => {
      const promotion = storedPromotion();
      const override = makeOverride({
        promotionId: promotion.promotionId,
        review: { role: 'engineering-lead', dueAt: afterStart(600) },
      });
      const sent: string[] = [];
      const { relay, at, stores } = await setUpWith(
        promotion,
        { override, effects: reviewNotices(promotion, override) },
        async ({ title }) => {
          sent.push(title.split(':', 1).join());
        },
      );
      for (let seconds = 0; seconds < 3600; seconds += 60) {
        at(seconds);
        await relay.tick();
        if (isReviewed && seconds === 300) {
          await stores.decisions.reviewOverride({
            overrideId: override.overrideId,
            reviewedBy: 'user:default/erin',
            reviewedAt: afterStart(seconds),
            comment: 'Fine.',
          });
        }
      }
      expect(sent).toEqual(titles);
    },
  );

  it('repeats only what the notifier that failed was to send', async () => {
    const sound = jest.fn(async () => {});
    const away = jest.fn(async () => {
      throw new Error('away');
    });
    const { relay, at } = await setUp(sound, away, sound);
    for (let seconds = 0; seconds < 3600; seconds += 5) {
      at(seconds);
      await relay.tick();
    }
    expect(away).toHaveBeenCalledTimes(8);
    expect(sound).toHaveBeenCalledTimes(2);
  });
});
