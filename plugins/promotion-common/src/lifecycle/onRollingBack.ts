// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { askPerson } from './afterFailure';
import {
  afterError,
  nextRound,
  stageOf,
  withObservation,
} from './changeProgress';
import { MAX_ATTEMPTS } from './deadlines';
import type { PromotionEvent } from './events';
import { overtaken, restored } from './outcomes';
import type { Progress } from './Progress';
import type { Promotion } from './Promotion';
import type { EventOf, Reason, Step, TransitionContext } from './steps';
import { end, enter, ignore, notHere, stay } from './steps';

type Revert = NonNullable<Progress['revert']>;

interface RevertContext extends TransitionContext {
  readonly revert: Revert;
}

/** `rolling-back`: the same rounds as forwards, writing back what was there, field by field. */
export function onRollingBack(
  promotion: Promotion,
  event: PromotionEvent,
  outer: TransitionContext,
): Step {
  const revert: Revert = promotion.progress.revert ?? {
    attempt: 1,
    startedAt: promotion.stateSince,
    reason: { code: 'rolling-back', message: 'It goes back.' },
  };
  const context = { ...outer, revert };
  switch (event.type) {
    case 'attempt-failed':
      return onError(promotion, event, context);
    case 'cancel-requested':
    case 'rollback-requested':
      return ignore('already-happened', 'It goes back already.');
    case 'deadline-passed':
      return gaveUp(promotion, context, {
        code: 'not-restored-in-time',
        message:
          'What was there before did not become live and healthy in time.',
      });
    default:
      return stageOf(revert) === 'published'
        ? onReverted(promotion, event, context)
        : onReverting(promotion, event, context);
  }
}

function onReverting(
  promotion: Promotion,
  event: PromotionEvent,
  context: RevertContext,
): Step {
  const { at, revert } = context;
  const isPrepared = stageOf(revert) === 'prepared';
  switch (event.type) {
    case 'prepared':
      return isPrepared
        ? ignore('already-happened', 'A commit is prepared already.')
        : stay(
            withRevert(promotion, { ...revert, change: event.change }),
            'The commit that goes back is prepared.',
          );
    case 'nothing-to-change':
      if (isPrepared)
        return ignore('already-happened', 'A commit is prepared already.');
      return published(
        promotion,
        {
          ...revert,
          unchanged: true,
          publishedCommit: event.commit,
          publishedAt: at,
        },
        at,
      );
    case 'change-conflicts':
      if (isPrepared)
        return ignore('already-happened', 'A commit is prepared already.');
      return askPerson(
        promotion,
        {
          code: 'revert-conflicts',
          message: `Somebody else changed ${event.fields.join(
            ', ',
          )} since; going back by itself would undo that. ${
            revert.reason.message
          }`,
        },
        context,
      );
    case 'published':
      return published(
        promotion,
        { ...revert, publishedCommit: event.commit, publishedAt: at },
        at,
      );
    case 'publish-raced':
      return isPrepared
        ? onRaced(promotion, event, context)
        : notHere(promotion, event);
    default:
      return notHere(promotion, event);
  }
}

function onReverted(
  promotion: Promotion,
  event: PromotionEvent,
  context: RevertContext,
): Step {
  switch (event.type) {
    case 'observed':
      return onObserved(promotion, event, context);
    case 'published':
    case 'prepared':
    case 'nothing-to-change':
      return ignore('already-happened', 'It is on the branch already.');
    case 'publish-raced':
    case 'change-conflicts':
      return ignore(
        'already-published',
        'It is on the branch already; that moment is over.',
      );
    default:
      return notHere(promotion, event);
  }
}

function published(promotion: Promotion, revert: Revert, at: string): Step {
  return enter(
    { ...withRevert(promotion, revert), targetState: 'mixed' },
    'rolling-back',
    {
      at,
      message: revert.unchanged
        ? 'The branch holds what was there before already; it waits until that is live.'
        : 'What was there before is on the branch again; it waits until that is live.',
    },
  );
}

function onRaced(
  promotion: Promotion,
  event: EventOf<'publish-raced'>,
  context: RevertContext,
): Step {
  const next = nextRound(context.revert);
  return next
    ? stay(
        withRevert(promotion, next),
        `The branch moved first; it prepares anew. ${event.message}`,
      )
    : gaveUp(promotion, context, tooOften(event.message));
}

function onError(
  promotion: Promotion,
  event: EventOf<'attempt-failed'>,
  context: RevertContext,
): Step {
  const { at, revert } = context;
  const { message } = event;
  if (event.final)
    return gaveUp(promotion, context, { code: 'errored', message });
  if (
    stageOf(revert) === 'published' &&
    revert.lastError?.message === message
  ) {
    return ignore('no-change', 'The same error as before.');
  }
  const next = afterError(revert, { message, at });
  return next
    ? stay(
        withRevert(promotion, next),
        `Going back did not work yet: ${message}`,
      )
    : gaveUp(promotion, context, tooOften(message));
}

function onObserved(
  promotion: Promotion,
  { observation }: EventOf<'observed'>,
  context: RevertContext,
): Step {
  const revert = withObservation(context.revert, observation);
  const seen = revert ? withRevert(promotion, revert) : promotion;
  switch (observation.status) {
    case 'live':
      return restored(seen, context);
    case 'failed':
      return gaveUp(seen, context, {
        code: 'revert-failed',
        message: `Going back failed: ${observation.message}`,
      });
    case 'superseded':
      return overtaken(seen, observation, context);
    default:
      return revert
        ? stay(seen, observation.message)
        : ignore('no-change', 'Looked again; nothing has changed.');
  }
}

/** What the target holds when going back stops half way: some of both once the branch moved, else what was promoted. */
function gaveUp(
  promotion: Promotion,
  { at, revert }: RevertContext,
  outcome: Reason,
): Step {
  return end(promotion, 'rollback-failed', {
    at,
    targetState:
      stageOf(revert) === 'prepared' ? 'unknown' : promotion.targetState,
    outcome,
  });
}

function tooOften(message: string): Reason {
  return {
    code: 'too-many-attempts',
    message: `Going back did not work in ${MAX_ATTEMPTS} attempts: ${message}`,
  };
}

function withRevert(promotion: Promotion, revert: Revert): Promotion {
  return { ...promotion, progress: { ...promotion.progress, revert } };
}
