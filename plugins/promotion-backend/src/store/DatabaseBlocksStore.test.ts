// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { afterStart, START, stepOf } from '../tests/storedPromotion';
import { describeStores } from '../tests/describeStores';

describeStores('Holds and bars', ({ stores, created }) => {
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
    expect(await stores.blocks.liftBar({ ...lift, environment: 'dev' })).toBe(
      false,
    );
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

  it('are read for one component without those of others', async () => {
    const hold = (componentRef?: string) => ({
      holdId: randomUUID(),
      scope: componentRef === undefined ? {} : { componentRef },
      stops: 'all' as const,
      from: START,
      reason: 'Freeze.',
      setBy: { kind: 'user' as const, ref: 'user:default/erin' },
    });
    const [wide, mine, other] = [
      hold(),
      hold('component:default/checkout'),
      hold('component:default/payments'),
    ];
    for (const each of [wide, mine, other]) await stores.blocks.setHold(each);
    const found = await stores.blocks.holds(
      START,
      'component:default/checkout',
    );
    expect(found).toHaveLength(2);
    expect(found).toEqual(expect.arrayContaining([wide, mine]));
    expect(await stores.blocks.holds(START)).toHaveLength(3);
  });
});
