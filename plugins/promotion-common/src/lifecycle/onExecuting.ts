// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionEvent } from './events';
import { onPublished } from './onPublished';
import { stageOf } from './changeProgress';
import type { Promotion } from './Promotion';
import type { Step, TransitionContext } from './steps';
import { onUnpublished } from './onUnpublished';

/** `executing`: before the commit is on the branch nothing is touched; after it only going on or going back is left. */
export function onExecuting(
  promotion: Promotion,
  event: PromotionEvent,
  context: TransitionContext,
): Step {
  const deployment = promotion.progress.deployment ?? {
    attempt: 1,
    startedAt: promotion.stateSince,
  };
  return stageOf(deployment) === 'published'
    ? onPublished(promotion, event, { ...context, deployment })
    : onUnpublished(promotion, event, { ...context, deployment });
}
