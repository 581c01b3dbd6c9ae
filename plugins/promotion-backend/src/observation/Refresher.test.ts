// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockServices } from '@backstage/backend-test-utils';
import {
  makePath,
  makePromotion,
} from 'backstage-plugin-promotion-common/testing';
import type { ComponentScope } from '../rules/ComponentScope';
import { Refresher } from './Refresher';

const componentRef = 'component:default/checkout';

function setUp() {
  const world = { nowMs: 1_000_000, looks: 0, collected: [] as string[] };
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
    nowMs: () => world.nowMs,
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
      expect(refresher.freshen(componentRef, undefined)).toBe(true);
    }
    await finish();
    expect(world.looks).toBe(1);
    expect(world.collected).toEqual(['dev staging']);
    expect(refreshed).toEqual([componentRef]);
  });

  it('leaves facts alone that were looked up a moment ago', async () => {
    const { world, refresher, finish } = setUp();
    refresher.freshen(componentRef, undefined);
    await finish();
    const observedAt = new Date(world.nowMs).toISOString();
    world.nowMs += 59_000;
    expect(refresher.freshen(componentRef, observedAt)).toBe(false);
    world.nowMs += 2_000;
    expect(refresher.freshen(componentRef, observedAt)).toBe(true);
    await finish();
    expect(world.looks).toBe(2);
  });

  it('bothers the sources at most every half minute, however often it is asked', async () => {
    const { world, refresher, finish } = setUp();
    refresher.refresh(componentRef);
    await finish();
    world.nowMs += 29_000;
    refresher.refresh(componentRef);
    expect(world.looks).toBe(1);
    world.nowMs += 1_000;
    refresher.refresh(componentRef);
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
