// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { deploymentsContract } from 'backstage-plugin-promotion-node/testUtils';
import { IMAGE, startArgocd } from './__testUtils__/startArgocd';

describe.each([
  ['with auto-sync', true],
  ['without auto-sync', false],
])('%s', (title, autoSync) => {
  deploymentsContract(`Argo CD ${title}`, async () => {
    const world = await startArgocd({ autoSync });
    return {
      deployments: world.deployments,
      target: world.target,
      image: {
        name: IMAGE,
        liveTag: '2.3.0',
        healthyTag: '2.4.0',
        unhealthyTag: '2.4.0-broken',
      },
      write: tag => world.pushTag(tag),
      writeElsewhere: () => world.push({ 'README.md': 'hello\n' }),
      advance: ms => world.clock.advance(ms),
      now: () => new Date(world.clock.now()).toISOString(),
      goDown: async () => {
        world.sandbox.faults.argocd.add({ effect: { kind: 'drop' } });
      },
      stop: world.stop,
    };
  });
});
