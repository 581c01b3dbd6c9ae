// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { afterFailure, onCalledOff } from './afterFailure';
import { afterError, withObservation } from './changeProgress';
import type { PromotionEvent } from './events';
import type { ExecutionContext } from './onUnpublished';
import { overtaken, succeed } from './outcomes';
import type { Promotion } from './Promotion';
import type { EventOf, Step } from './steps';
import { end, enter, ignore, notHere, stay } from './steps';

/** `executing`, the commit is on the branch: it waits until the new image is live and healthy. */
export function onPublished(
  promotion: Promotion,
  event: PromotionEvent,
  context: ExecutionContext,
): Step {
  switch (event.type) {
    case 'observed':
      return onObserved(promotion, event, context);
    case 'cancel-requested':
    case 'rollback-requested':
      return onCalledOff(promotion, event, context);
    case 'attempt-failed':
      return onError(promotion, event, context);
    case 'deadline-passed':
      return afterFailure(
        promotion,
        {
          code: 'not-healthy-in-time',
          message: `The deployment did not become live and healthy in time.${lastSeen(
            context,
          )}`,
        },
        context,
      );
    case 'published':
    case 'prepared':
    case 'nothing-to-change':
      return ignore('already-happened', 'It is on the branch already.');
    case 'evaluated':
    case 'publish-raced':
    case 'plan-changed':
    case 'plan-failed':
    case 'change-conflicts':
    case 'change-refused':
      return ignore(
        'already-published',
        'It is on the branch already; that moment is over.',
      );
    default:
      return notHere(promotion, event);
  }
}

function onObserved(
  promotion: Promotion,
  { observation }: EventOf<'observed'>,
  context: ExecutionContext,
): Step {
  const deployment = withObservation(context.deployment, observation);
  const seen: Promotion = deployment
    ? { ...promotion, progress: { ...promotion.progress, deployment } }
    : promotion;
  switch (observation.status) {
    case 'live':
      return promotion.terms.path.validations.length === 0
        ? succeed(seen, context)
        : enter(seen, 'validating', {
            at: context.at,
            message: `${promotion.release.version} is live and healthy in ${promotion.to}; it is validated.`,
          });
    case 'failed':
      return afterFailure(
        seen,
        { code: 'deployment-failed', message: observation.message },
        context,
      );
    case 'superseded':
      return overtaken(seen, observation, context);
    default:
      return deployment
        ? stay(seen, observation.message)
        : ignore('no-change', 'Looked again; nothing has changed.');
  }
}

function onError(
  promotion: Promotion,
  event: EventOf<'attempt-failed'>,
  { at, deployment }: ExecutionContext,
): Step {
  if (event.final) {
    return end(promotion, 'errored', {
      at,
      targetState: deployment.unchanged ? promotion.targetState : 'unknown',
      outcome: { code: 'errored', message: event.message },
    });
  }
  if (deployment.lastError?.message === event.message) {
    return ignore('no-change', 'The same error as before.');
  }
  const next = afterError(deployment, { message: event.message, at });
  return next
    ? stay(
        { ...promotion, progress: { ...promotion.progress, deployment: next } },
        event.message,
      )
    : ignore('no-change', 'The same error as before.');
}

function lastSeen({ deployment }: ExecutionContext): string {
  return deployment.observation
    ? ` Last seen: ${deployment.observation.message}`
    : '';
}
