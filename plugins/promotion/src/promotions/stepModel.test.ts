// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionState } from 'backstage-plugin-promotion-common';
import { awaitingApproval } from '../__testUtils__/situations';
import { stepsOf } from './stepModel';

const { requirement, timeline } = awaitingApproval('sam').promotions[0]!;

function shown(state: PromotionState, ...passed: PromotionState[]) {
  return stepsOf({
    kind: 'promotion',
    state,
    ...(passed.at(-1) === state && state !== 'rolling-back'
      ? { endedAt: timeline[0]!.at }
      : {}),
    requirement,
    timeline: passed.map(to => ({ ...timeline[0]!, from: to, to })),
  })
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
    const rollback = stepsOf({
      kind: 'rollback',
      state: 'executing',
      requirement: { ...requirement, slots: [] },
      timeline: [],
    });
    expect(rollback.map(step => step.name)).toEqual([
      'requested',
      'queued',
      'executing',
      'validating',
      'end',
    ]);
  });
});
