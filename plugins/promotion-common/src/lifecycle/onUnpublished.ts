// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { personTitle } from '../model/titles';
import { afterStop } from './afterFailure';
import { afterError, stageOf, unprepared } from './changeProgress';
import { MAX_ATTEMPTS } from './deadlines';
import type { PromotionEvent } from './events';
import { onJudgedAgain } from './onJudgedAgain';
import { endAsPlanFailed, takeNewPlan } from './planMoves';
import type { ChangeProgress } from './Progress';
import type { Promotion } from './Promotion';
import type { EventOf, Reason, Step, TransitionContext } from './steps';
import { end, enter, ignore, notHere, stay } from './steps';

/** The context of execution: how far the change has come. */
export interface ExecutionContext extends TransitionContext {
  readonly deployment: ChangeProgress;
}

/** `executing`, nothing known to be on the branch: every answer may still stop it without a trace. */
export function onUnpublished(
  promotion: Promotion,
  event: PromotionEvent,
  context: ExecutionContext,
): Step {
  const isPrepared = stageOf(context.deployment) === 'prepared';
  switch (event.type) {
    case 'cancel-requested':
      return onCancel(promotion, event, context);
    case 'prepared':
      if (isPrepared)
        return ignore('already-happened', 'A commit is prepared already.');
      return stay(
        withDeployment(promotion, {
          ...context.deployment,
          change: event.change,
        }),
        `Commit ${short(event.change.commit)} is prepared.`,
      );
    case 'published':
      return onPublish(promotion, event, context);
    case 'publish-raced':
      return isPrepared
        ? stopped(promotion, context) ??
            stay(
              withDeployment(promotion, unprepared(context.deployment)),
              `${event.message} It prepares anew.`,
            )
        : notHere(promotion, event);
    case 'change-refused':
      return (
        stopped(promotion, context) ??
        end(promotion, 'failed', {
          at: context.at,
          outcome: { code: 'change-refused', message: event.message },
        })
      );
    case 'pull-request-opened':
      return enter(
        {
          ...promotion,
          progress: {
            ...promotion.progress,
            pullRequest: { number: event.number, url: event.url },
          },
        },
        'awaiting-merge',
        {
          at: context.at,
          message: `Pull request #${event.number} awaits its merge.`,
        },
      );
    case 'attempt-failed':
      return onError(promotion, event, context);
    case 'deadline-passed':
      return end(promotion, 'errored', {
        at: context.at,
        ...(isPrepared && { targetState: 'unknown' as const }),
        outcome: {
          code: 'not-published-in-time',
          message: `The commit did not get onto the branch in time.${lastError(
            context,
          )}`,
        },
      });
    default:
      return isPrepared
        ? ofPreparation(promotion, event)
        : onPreparation(promotion, event, context);
  }
}

/** Answers that come before the commit is made; once it is there they are late. */
function onPreparation(
  promotion: Promotion,
  event: PromotionEvent,
  context: ExecutionContext,
): Step {
  switch (event.type) {
    case 'evaluated':
      return (
        stopped(promotion, context) ?? onJudgedAgain(promotion, event, context)
      );
    case 'plan-changed':
      return (
        stopped(promotion, context) ?? takeNewPlan(promotion, event, context)
      );
    case 'plan-failed':
      return (
        stopped(promotion, context) ??
        endAsPlanFailed(promotion, event, context)
      );
    case 'nothing-to-change':
      return (
        stopped(promotion, context) ??
        onNothingToChange(promotion, event, context)
      );
    case 'change-conflicts':
      return (
        stopped(promotion, context) ?? onConflict(promotion, event, context)
      );
    default:
      return notHere(promotion, event);
  }
}

function ofPreparation(promotion: Promotion, event: PromotionEvent): Step {
  switch (event.type) {
    case 'evaluated':
    case 'plan-changed':
    case 'plan-failed':
    case 'nothing-to-change':
    case 'change-conflicts':
      return ignore(
        'already-happened',
        'A commit is prepared; whether it got onto the branch is looked at first.',
      );
    default:
      return notHere(promotion, event);
  }
}

function onCancel(
  promotion: Promotion,
  event: EventOf<'cancel-requested'>,
  { at }: ExecutionContext,
): Step {
  if (promotion.progress.cancelRequested) {
    return ignore('already-happened', 'Cancelling is under way.');
  }
  return stay(
    {
      ...promotion,
      progress: {
        ...promotion.progress,
        cancelRequested: cancelRequest(event, at),
      },
    },
    `${personTitle(event.actor.ref)} asked to cancel: ${
      event.reason
    } It is looked at whether anything was published.`,
  );
}

/** The end, when cancelling was asked for and this answer shows that nothing was published. */
function stopped(
  promotion: Promotion,
  { at }: TransitionContext,
): Step | undefined {
  const reason = cancelReason(promotion);
  return reason && end(promotion, 'cancelled', { at, outcome: reason });
}

/** A cancellation that is kept until it is known whether anything was published. */
export function cancelRequest(
  { actor, reason, canRollBack }: EventOf<'cancel-requested'>,
  at: string,
) {
  return {
    at,
    by: actor,
    reason,
    ...(canRollBack !== undefined && { canRollBack }),
  };
}

/**
 * It is published. Whoever asked to cancel it in time gets a rollback only with a rollback's right; without that it goes
 * on, and says so.
 */
export function onPublishedAnyway(
  published: Promotion,
  message: string,
  context: TransitionContext,
): Step {
  const asked = published.progress.cancelRequested;
  const reason = cancelReason(published);
  if (reason && asked?.canRollBack)
    return afterStop(published, reason, context);
  const { cancelRequested, ...progress } = published.progress;
  return enter({ ...published, progress }, 'executing', {
    at: context.at,
    message: asked
      ? `${message} ${personTitle(
          asked.by.ref,
        )} asked to cancel too late, and cannot roll back.`
      : message,
  });
}

/** Why it is being cancelled; absent when nobody asked to. */
export function cancelReason(promotion: Promotion): Reason | undefined {
  const asked = promotion.progress.cancelRequested;
  return (
    asked && {
      code: 'cancelled',
      message: `Cancelled by ${personTitle(asked.by.ref)}: ${asked.reason}`,
    }
  );
}

function onPublish(
  promotion: Promotion,
  event: EventOf<'published'>,
  context: ExecutionContext,
): Step {
  const published: Promotion = {
    ...withDeployment(promotion, {
      ...context.deployment,
      publishedCommit: event.commit,
      publishedAt: context.at,
    }),
    targetState: 'new',
  };
  return onPublishedAnyway(
    published,
    `Commit ${short(
      event.commit,
    )} is on the branch; it waits until the new image is live and healthy.`,
    context,
  );
}

function onError(
  promotion: Promotion,
  event: EventOf<'attempt-failed'>,
  context: ExecutionContext,
): Step {
  const { at, deployment } = context;
  const { message } = event;
  const next = event.final
    ? undefined
    : afterError(deployment, { message, at });
  if (next) {
    return stay(
      withDeployment(promotion, next),
      `Attempt ${deployment.attempt} did not work: ${message}`,
    );
  }
  const isUnknown = stageOf(deployment) === 'prepared' && !event.notOnBranch;
  return end(promotion, 'errored', {
    at,
    ...(isUnknown && { targetState: 'unknown' as const }),
    outcome: event.final
      ? { code: 'errored', message }
      : {
          code: 'too-many-attempts',
          message: `Gave up after ${MAX_ATTEMPTS} attempts: ${message}`,
        },
  });
}

function onNothingToChange(
  promotion: Promotion,
  event: EventOf<'nothing-to-change'>,
  { at, deployment }: ExecutionContext,
): Step {
  return enter(
    withDeployment(promotion, {
      ...deployment,
      unchanged: true,
      publishedCommit: event.commit,
      publishedAt: at,
    }),
    'executing',
    {
      at,
      message: `The branch holds it already, at ${short(
        event.commit,
      )}; nothing is written.`,
    },
  );
}

function onConflict(
  promotion: Promotion,
  event: EventOf<'change-conflicts'>,
  { at }: ExecutionContext,
): Step {
  const waiting = { ...promotion, progress: { validations: [] } };
  return enter(waiting, 'queued', {
    at,
    message: `Somebody else changed ${event.fields.join(
      ', ',
    )} meanwhile; it is planned anew.`,
  });
}

function withDeployment(
  promotion: Promotion,
  deployment: ChangeProgress,
): Promotion {
  return { ...promotion, progress: { ...promotion.progress, deployment } };
}

function lastError({ deployment }: ExecutionContext): string {
  return deployment.lastError
    ? ` The last error: ${deployment.lastError.message}`
    : '';
}

function short(commit: string): string {
  return commit.slice(0, 7);
}
