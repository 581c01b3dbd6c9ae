// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { askPerson } from './afterFailure';
import {
  afterError,
  stageOf,
  unprepared,
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
    case 'change-refused':
      return refused(promotion, event, context);
    case 'published':
      return published(
        promotion,
        { ...revert, publishedCommit: event.commit, publishedAt: at },
        at,
      );
    case 'publish-raced':
      return isPrepared
        ? stay(
            withRevert(promotion, unprepared(revert)),
            `The branch moved first; it prepares anew. ${event.message}`,
          )
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
    case 'change-refused':
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

/** The repository or Argo CD says no for good: what was there before is not back, and only a person can bring it. */
function refused(
  promotion: Promotion,
  { message }: { readonly message: string },
  context: RevertContext,
): Step {
  return askPerson(
    promotion,
    {
      code: 'revert-refused',
      message: `The rollback was refused: ${message} ${context.revert.reason.message}`,
    },
    context,
  );
}

function onError(
  promotion: Promotion,
  event: EventOf<'attempt-failed'>,
  context: RevertContext,
): Step {
  const { at, revert } = context;
  const { message } = event;
  if (event.final) return refused(promotion, event, context);
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
    : gaveUp(
        promotion,
        context,
        {
          code: 'too-many-attempts',
          message: `Rollback gave up after ${MAX_ATTEMPTS} attempts: ${message}`,
        },
        event.notOnBranch,
      );
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
  notOnBranch?: true,
): Step {
  const isUnknown = stageOf(revert) === 'prepared' && !notOnBranch;
  return end(promotion, 'rollback-failed', {
    at,
    targetState: isUnknown ? 'unknown' : promotion.targetState,
    outcome,
  });
}

function withRevert(promotion: Promotion, revert: Revert): Promotion {
  return { ...promotion, progress: { ...promotion.progress, revert } };
}
