// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionState } from 'backstage-plugin-promotion-common';
import { promotion, timeline } from '../__testUtils__/promotionFixtures';
import { release } from '../__testUtils__/releaseFixtures';
import { stepsOf } from './stepModel';

const move = {
  name: 'checkout',
  from: 'staging',
  to: 'canary',
  release: release('checkout', '2.4.0'),
  before: release('checkout', '2.3.1'),
};
const requirement = {
  slots: [{ role: 'sre', count: 1 }],
  allowRequester: false,
  distinct: 'across-roles' as const,
};

function shown(state: PromotionState, ...passed: PromotionState[]) {
  const view = promotion(move, {
    state,
    requirement,
    timeline: timeline(...passed.map(to => ({ to, message: to }))),
  });
  return stepsOf(view)
    .map(step => `${step.title} ${step.status}`)
    .join(', ');
}

describe('stepsOf', () => {
  it.each([
    [
      shown('awaiting-approval'),
      'Requested done, Gates done, Approvals current, Queued upcoming, Executing upcoming, Validating upcoming, Done upcoming',
    ],
    [
      shown('succeeded', 'queued', 'executing', 'validating', 'succeeded'),
      'Requested done, Gates done, Approvals done, Queued done, Executing done, Validating done, Succeeded done',
    ],
    [
      shown('rejected', 'awaiting-approval', 'rejected'),
      'Requested done, Gates done, Approvals failed, Queued skipped, Executing skipped, Validating skipped, Rejected failed',
    ],
    [
      shown('rolling-back', 'executing', 'rolling-back'),
      'Requested done, Gates done, Approvals done, Queued done, Executing failed, Validating skipped, Rolling back current',
    ],
    [
      shown('cancelled', 'queued', 'cancelled'),
      'Requested done, Gates done, Approvals done, Queued skipped, Executing skipped, Validating skipped, Cancelled failed',
    ],
  ])('shows %s', (actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('leaves out gates and approvals for a rollback nobody need approve', () => {
    const view = promotion(move, { kind: 'rollback', state: 'executing' });
    expect(stepsOf(view).map(step => step.name)).toEqual([
      'requested',
      'queued',
      'executing',
      'validating',
      'end',
    ]);
  });
});
