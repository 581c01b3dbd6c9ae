// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { BranchTurns } from './BranchTurns';

describe('Turns on a branch', () => {
  it('go to one at a time, in the order asked', async () => {
    const turns = new BranchTurns();
    const order: string[] = [];
    const first = await turns.take('main');
    const later = ['second', 'third'].map(async name => {
      const done = await turns.take('main');
      order.push(name);
      done();
    });
    await Promise.resolve();
    expect(order).toEqual([]);
    first();
    await Promise.all(later);
    expect(order).toEqual(['second', 'third']);
  });

  it('of different branches do not wait for each other', async () => {
    const turns = new BranchTurns();
    await turns.take('main');
    await expect(turns.take('other')).resolves.toEqual(expect.any(Function));
  });
});
