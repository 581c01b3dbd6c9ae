// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import type { Timestamp } from '../model/scalars';
import { millisOf } from '../model/moment';
import { formatDuration } from './formatDuration';
import type { Verdict } from './Verdict';

/**
 * How long what the observer saw counts, 10 minutes. It looks every few seconds: one that has been silent for longer is
 * not looking, and nobody can say what runs there now.
 */
export const MAX_STATE_AGE_MS = 10 * 60_000;

/** Why a recorded state says nothing of an environment as it is now; absent: it does. */
export function unobserved(
  state: EnvironmentState,
  now: Timestamp,
): Verdict | undefined {
  const { environment, problem, observedAt } = state;
  if (problem) {
    return {
      status: 'errored',
      code: 'environment-unreadable',
      message: `${environment} cannot be read since ${problem.since}: ${problem.message}`,
      remedy: `Bring the ${problem.source} of ${environment} back.`,
      measures: [],
      environment,
    };
  }
  const ageMs = millisOf(now) - millisOf(observedAt);
  if (ageMs <= MAX_STATE_AGE_MS) return undefined;
  return {
    status: 'stale',
    code: 'observer-silent',
    message: `${environment} was last looked at ${formatDuration(
      ageMs,
    )} ago; what was seen counts for ${formatDuration(MAX_STATE_AGE_MS)}.`,
    remedy: `See in the log of the Backstage backend why it looks at ${environment} no more.`,
    measures: [],
    environment,
  };
}
