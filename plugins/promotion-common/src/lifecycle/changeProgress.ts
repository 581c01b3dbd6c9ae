// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { MAX_ATTEMPTS } from './deadlines';
import type { ChangeProgress, Observation } from './Progress';
import { sameObservation } from './materialOf';

/** Where a change stands: its commit is yet to be made, made but not known to be on the branch, or on it. */
export function stageOf(
  change: ChangeProgress,
): 'unprepared' | 'prepared' | 'published' {
  if (change.publishedAt !== undefined) return 'published';
  return change.change === undefined ? 'unprepared' : 'prepared';
}

/**
 * The change to be prepared anew, its commit forgotten. Losing a race is no attempt: somebody else won it, and the
 * deadline bounds how often that can happen.
 */
export function unprepared<C extends ChangeProgress>(change: C): C {
  const next = { ...change };
  delete next.change;
  return next;
}

/**
 * The same round counted once more after an error, keeping the commit: it may be on the branch, which is looked at
 * first. Absent when there have been too many.
 */
export function afterError<C extends ChangeProgress>(
  change: C,
  error: { readonly message: string; readonly at: string },
): C | undefined {
  const isPublished = stageOf(change) === 'published';
  if (isPublished) return { ...change, lastError: { ...error } };
  if (change.attempt >= MAX_ATTEMPTS) return undefined;
  return { ...change, attempt: change.attempt + 1, lastError: { ...error } };
}

/** The change with what looking at it said; absent when that is nothing new. What was seen before the change stays known. */
export function withObservation<C extends ChangeProgress>(
  change: C,
  seen: Observation,
): C | undefined {
  const { wasDegradedBefore, syncRequestedAt } = change.observation ?? {};
  const observation: Observation = {
    ...(wasDegradedBefore !== undefined && { wasDegradedBefore }),
    ...(syncRequestedAt !== undefined && { syncRequestedAt }),
    ...seen,
  };
  return sameObservation(change.observation, observation)
    ? undefined
    : { ...change, observation };
}
