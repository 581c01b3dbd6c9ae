// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { transition } from 'backstage-plugin-promotion-common/lifecycle';
import { SYSTEM_ACTOR } from '../execution/commitEvent';
import { prepare } from '../execution/actions/prepare';
import type { Boundary } from './dyingStores';
import { CHECKOUT, person, PromotionTestHarness } from './PromotionTestHarness';

const SAM = 'user:default/sam';
const THREE_HOURS_MS = 3 * 3_600_000;

/** A promotion whose process died at a boundary and whose deadline passes before another takes over. */
async function downFor(
  boundary: Boundary,
  during: (harness: PromotionTestHarness) => void = () => {},
) {
  const harness = new PromotionTestHarness();
  await harness.deliverCoverage(90);
  harness.crashAt(boundary);
  const promotionId = await harness.request();
  for (let round = 0; !harness.hasCrashed(); round++) {
    if (round > 500) throw new Error('it never came to the boundary');
    await harness.tick();
    harness.advanceClock(1_000);
  }
  during(harness);
  harness.advanceClock(THREE_HOURS_MS);
  harness.restart();
  return { harness, promotionId };
}

describe('A promotion whose deadline passed while the product was down', () => {
  it('is not rolled back for an image that only becomes live once somebody looks', async () => {
    const { harness, promotionId } = await downFor({
      event: 'published',
      when: 'after',
    });
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
    expect(harness.versionIn('staging')).toBe('2.4.0');
  });

  it('is rolled back when what it published is not healthy', async () => {
    const { harness, promotionId } = await downFor(
      { event: 'published', when: 'after' },
      ({ deployments }) => deployments.setUnhealthy('2.4.0'),
    );
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
  });

  it('is no failure while nobody answers: it waits', async () => {
    const { harness, promotionId } = await downFor(
      { event: 'published', when: 'after' },
      ({ deployments }) => {
        deployments.down = true;
      },
    );
    await harness.tick();
    expect(await harness.promotion(promotionId)).toMatchObject({
      state: 'executing',
      outageSince: expect.any(String),
    });
    harness.deployments.down = false;
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'succeeded',
    });
  });

  it('still goes back when it was on the way back', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    harness.deployments.setUnhealthy('2.4.0');
    const promotionId = await harness.request();
    await harness.until(promotionId, 'rolling-back');
    harness.advanceClock(THREE_HOURS_MS);
    harness.restart();
    expect(await harness.untilSettled(promotionId)).toMatchObject({
      state: 'rolled-back',
      targetState: 'restored',
    });
    expect(harness.versionIn('staging')).toBe('2.3.0');
  });
});

describe('Cancelling was asked for, and preparing finds a commit of the promotion on the branch', () => {
  it('goes back instead of ending as if nothing were there', async () => {
    const harness = new PromotionTestHarness();
    await harness.deliverCoverage(90);
    const promotionId = await harness.request();
    harness.repository.down = true;
    await harness.until(promotionId, 'executing');
    harness.repository.down = false;
    await harness.service.cancel({ promotionId, reason: 'No.' }, person(SAM));
    const cancelled = await harness.promotion(promotionId);
    const now = harness.clock.timestamp;
    const { events } = await prepare(cancelled, {
      now,
      signal: new AbortController().signal,
      stores: harness.stores,
      facts: harness.facts,
      validators: [],
      deployer: {
        ...harness.deployer,
        prepare: async () => ({ kind: 'already-published', commit: 'c0ffee1' }),
      },
    });
    const ended = events.reduce((promotion, event) => {
      const result = transition(promotion, event, {
        at: now,
        actor: SYSTEM_ACTOR,
      });
      return result.kind === 'transitioned' ? result.promotion : promotion;
    }, cancelled);
    expect(cancelled.progress.cancelRequested).toBeDefined();
    expect(ended).toMatchObject({
      state: 'rolling-back',
      componentRef: CHECKOUT,
    });
  });
});
