// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { deadlineFor } from './deadlines';
import type { Effect } from './effects';
import type { NewPromotion } from './NewPromotion';
import { approvalNeeded, promotionTitle } from './notices';
import { standing } from './obstacles';
import type { Promotion } from './Promotion';
import type { TransitionRecord } from './TransitionResult';

/** A promotion at its request, with its first record and what must happen together with it. */
export interface CreatedPromotion {
  readonly promotion: Promotion;
  readonly record: TransitionRecord;
  readonly effects: readonly Effect[];
}

/**
 * The first state of a promotion, by the readiness at its request. Never `executing`: entering that takes slots, and
 * everything is judged again at that moment. A rollback by hand begins `queued`.
 */
export function createPromotion(request: NewPromotion): CreatedPromotion {
  const { readiness, ...asked } = request;
  const stands = standing(request, readiness, true);
  const state = stands === 'executing' ? 'queued' : stands;
  const promotion: Promotion = {
    ...asked,
    version: 1,
    state,
    stateSince: request.requestedAt,
    targetState: 'untouched',
    deadlineAt: deadlineFor(state, request, request.requestedAt),
    readiness,
    progress: { validations: [] },
  };
  return {
    promotion,
    record: {
      promotionId: request.promotionId,
      sequence: 1,
      at: request.requestedAt,
      actor: request.requestedBy,
      from: state,
      to: state,
      event: { type: 'requested', request },
      message: `${promotionTitle(request)} was requested. ${
        readiness.headline
      }`,
    },
    effects: state === 'awaiting-approval' ? [approvalNeeded(promotion)] : [],
  };
}
