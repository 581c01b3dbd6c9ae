// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import {
  makePath,
  makePromotion,
} from 'backstage-plugin-promotion-common/testing';
import { FakeClock } from 'backstage-plugin-promotion-node/testUtils';
import type { ComponentScope } from '../rules/ComponentScope';
import { Refresher } from './Refresher';

const componentRef = 'component:default/checkout';

function setUp() {
  const clock = new FakeClock();
  const world = { clock, looks: 0, collected: [] as string[] };
  let release = () => {};
  const scope = {
    get: async () => ({
      rules: { rules: { paths: [makePath({ from: 'dev', to: 'staging' })] } },
    }),
    all: async () => [],
  } as unknown as ComponentScope;
  const refreshed: string[] = [];
  const refresher = new Refresher({
    scope,
    observer: {
      observeComponent: () => {
        world.looks += 1;
        return new Promise<void>(resolve => {
          release = resolve;
        });
      },
    },
    collector: {
      collect: async (_, { from, to }) => {
        world.collected.push(`${from} ${to}`);
      },
    },
    stores: {
      promotions: {
        list: async () => ({ items: [makePromotion({ componentRef })] }),
      },
    },
    logger: mockServices.logger.mock(),
    onRefreshed: async ref => {
      refreshed.push(ref);
    },
    clock,
  });
  const finish = async () => {
    await new Promise(setImmediate);
    release();
    await refresher.settled();
  };
  return { world, refresher, refreshed, finish };
}

describe('Refresher', () => {
  it('looks once for all who ask at the same time', async () => {
    const { world, refresher, refreshed, finish } = setUp();
    for (let reader = 0; reader < 5; reader += 1) {
      expect(
        refresher.freshen(componentRef, {
          observedAt: undefined,
          now: world.clock.timestamp,
        }),
      ).toBe(true);
    }
    await finish();
    expect(world.looks).toBe(1);
    expect(world.collected).toEqual(['dev staging']);
    expect(refreshed).toEqual([componentRef]);
  });

  it('leaves facts alone that were looked up a moment ago', async () => {
    const { world, refresher, finish } = setUp();
    refresher.freshen(componentRef, {
      observedAt: undefined,
      now: world.clock.timestamp,
    });
    await finish();
    const observedAt = world.clock.timestamp;
    world.clock.advance(59_000);
    expect(
      refresher.freshen(componentRef, {
        observedAt,
        now: world.clock.timestamp,
      }),
    ).toBe(false);
    world.clock.advance(2_000);
    expect(
      refresher.freshen(componentRef, {
        observedAt,
        now: world.clock.timestamp,
      }),
    ).toBe(true);
    await finish();
    expect(world.looks).toBe(2);
  });

  it('bothers the sources at most every half minute, however often it is asked', async () => {
    const { world, refresher, finish } = setUp();
    await refresher.refresh(componentRef);
    await finish();
    world.clock.advance(29_000);
    await refresher.refresh(componentRef);
    expect(world.looks).toBe(1);
    world.clock.advance(1_000);
    await refresher.refresh(componentRef);
    await finish();
    expect(world.looks).toBe(2);
  });

  it('looks at components with open promotions', async () => {
    const { world, refresher, finish } = setUp();
    await refresher.refreshOpen();
    await finish();
    expect(world.looks).toBe(1);
  });
});
