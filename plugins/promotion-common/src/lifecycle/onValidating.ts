// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { afterFailure, onCalledOff } from './afterFailure';
import { withObservation } from './changeProgress';
import { validationName } from './deadlines';
import type { PromotionEvent } from './events';
import { sameResults, staysHealthy } from './materialOf';
import { overtaken, succeed } from './outcomes';
import type { Promotion } from './Promotion';
import type { EventOf, Step, TransitionContext } from './steps';
import { end, ignore, notHere, stay } from './steps';

/** `validating`: the release is live; checks after deployment say whether it stays. */
export function onValidating(
  promotion: Promotion,
  event: PromotionEvent,
  context: TransitionContext,
): Step {
  const { at } = context;
  switch (event.type) {
    case 'validated':
      return onValidated(promotion, event, context);
    case 'observed':
      return onObserved(promotion, event, context);
    case 'cancel-requested':
    case 'rollback-requested':
      return onCalledOff(promotion, event, context);
    case 'attempt-failed':
      return event.final
        ? end(promotion, 'errored', {
            at,
            outcome: { code: 'errored', message: event.message },
          })
        : ignore('no-change', `It is tried again: ${event.message}`);
    case 'deadline-passed':
      return onDeadline(promotion, context);
    default:
      return notHere(promotion, event);
  }
}

function onValidated(
  promotion: Promotion,
  { results }: EventOf<'validated'>,
  context: TransitionContext,
): Step {
  const fresh = new Map(results.map(result => [result.name, result]));
  const known = promotion.progress.validations.filter(
    ({ name }) => !fresh.has(name),
  );
  const validations = [...known, ...results];
  const next: Promotion = {
    ...promotion,
    progress: { ...promotion.progress, validations },
  };
  const failed = validations.find(({ status }) => status === 'failed');
  if (failed) {
    return afterFailure(
      next,
      {
        code: 'validation-failed',
        message: `Validation ${failed.name} failed: ${failed.message}`,
      },
      context,
    );
  }
  const passed = new Set(
    validations
      .filter(({ status }) => status === 'passed')
      .map(({ name }) => name),
  );
  const asked = promotion.terms.path.validations.map(validationName);
  if (asked.every(name => passed.has(name))) return succeed(next, context);
  const isNews = !sameResults(promotion.progress.validations, validations);
  return isNews
    ? stay(
        next,
        validations.map(({ name, message }) => `${name}: ${message}`).join(' '),
      )
    : ignore('no-change', 'Validated again; nothing has changed.');
}

function onObserved(
  promotion: Promotion,
  { observation }: EventOf<'observed'>,
  context: TransitionContext,
): Step {
  const before = promotion.progress.deployment;
  if (staysHealthy(before?.observation, observation)) {
    return ignore('no-change', 'It is still live and healthy.');
  }
  const deployment = before && withObservation(before, observation);
  const seen: Promotion = deployment
    ? { ...promotion, progress: { ...promotion.progress, deployment } }
    : promotion;
  if (observation.status === 'failed') {
    return afterFailure(
      seen,
      { code: 'deployment-failed', message: observation.message },
      context,
    );
  }
  if (observation.status === 'superseded') {
    return overtaken(seen, observation, context);
  }
  return deployment
    ? stay(seen, observation.message)
    : ignore('no-change', 'Looked again; nothing has changed.');
}

/** Without an answer nothing is judged; with one that is still not yes, the answer is no. */
function onDeadline(promotion: Promotion, context: TransitionContext): Step {
  const { validations } = promotion.progress;
  const errored = validations.find(({ status }) => status === 'errored');
  if (errored) {
    return end(promotion, 'errored', {
      at: context.at,
      outcome: {
        code: 'validation-errored',
        message: `Validation ${errored.name} gave no answer in time: ${errored.message}`,
      },
    });
  }
  return afterFailure(
    promotion,
    {
      code: 'not-valid-in-time',
      message: 'The validations did not pass in time.',
    },
    context,
  );
}
