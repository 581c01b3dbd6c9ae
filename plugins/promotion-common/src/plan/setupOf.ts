// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { MAX_STATE_AGE_MS } from '../gates/liveInterval';
import type { EnvironmentState } from '../model/EnvironmentState';
import { formatMoment } from '../model/formatMoment';
import { isBefore, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';

/** Something that is not configured correctly, and what to do about it. */
export interface SetupProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
}

/** A source that gives no answer about an environment, since when. */
export interface SourceOutage {
  readonly source: 'repository' | 'application' | 'observer';
  readonly message: string;
  readonly since: Timestamp;
}

/** How fit an environment is to be promoted from and to. Nothing in either list: fit. */
export interface EnvironmentSetup {
  readonly environment: string;
  readonly problems: readonly SetupProblem[];
  readonly outages: readonly SourceOutage[];
}

/** An environment of a component as the rules resolve it, or what is wrong with it. */
export type PlacedEnvironment =
  | { readonly ok: true; readonly environment: ResolvedEnvironment }
  | { readonly ok: false; readonly problems: readonly SetupProblem[] };

/** Whether what is live was seen recently enough to be known: while a source is away nothing is seen. */
export function isRecent(
  state: Pick<EnvironmentState, 'observedAt' | 'problem' | 'health'>,
  now: Timestamp,
): boolean {
  return isBefore(now, plusMs(lastSeen(state), MAX_STATE_AGE_MS));
}

/** When what is live was last seen. A repository that is away hides nothing of that. */
export function lastSeen(
  state: Pick<EnvironmentState, 'observedAt' | 'problem' | 'health'>,
): Timestamp {
  const away = awayProblem(state);
  return away?.source === 'application' ? away.since : state.observedAt;
}

/** The problem of an environment whose source gives no answer. An application that is missing was answered about. */
function awayProblem({
  problem,
  health,
}: Pick<EnvironmentState, 'problem' | 'health'>) {
  if (problem?.source === 'repository') return problem;
  return problem?.source === 'application' && health === 'unknown'
    ? problem
    : undefined;
}

/**
 * The one judgement of an environment's setup, for lane, headline, plan, button and setup check: what the rules resolve
 * to, what the observer recorded, and, where somebody looked just now, what an inspection found.
 */
export function setupOf(
  environment: string,
  facts: {
    readonly placed: PlacedEnvironment | undefined;
    /** Absent: never seen, which is no problem of the setup. */
    readonly state: EnvironmentState | undefined;
    /** Problems found by a look that is being taken now; it takes the place of what was recorded. Absent: no look. */
    readonly inspected?: readonly SetupProblem[];
  },
  now: Timestamp,
): EnvironmentSetup {
  const { placed, state, inspected } = facts;
  if (!placed?.ok) {
    return {
      environment,
      problems: placed?.problems ?? [unknownEnvironment(environment)],
      outages: [],
    };
  }
  const stale = state && !isRecent(state, now) ? [unobserved(state)] : [];
  if (inspected) return { environment, problems: inspected, outages: stale };
  return {
    environment,
    problems: state ? recordedProblems(state) : [],
    outages: [...(state ? recordedOutages(state) : []), ...stale],
  };
}

function recordedProblems({
  environment,
  problem,
  health,
}: EnvironmentState): readonly SetupProblem[] {
  if (!problem) return [];
  // An application that is missing was answered about; one that is merely unhealthy is set up.
  const isMissing = problem.source === 'application' && health === 'missing';
  return problem.source === 'configuration' || isMissing
    ? [
        {
          code: isMissing ? 'application-missing' : 'manifest',
          message: `${environment}: ${problem.message}`,
        },
      ]
    : [];
}

function recordedOutages(state: EnvironmentState): readonly SourceOutage[] {
  const away = awayProblem(state);
  return away
    ? [
        {
          source: away.source === 'repository' ? 'repository' : 'application',
          message: away.message,
          since: away.since,
        },
      ]
    : [];
}

function unobserved(state: EnvironmentState): SourceOutage {
  const since = lastSeen(state);
  return {
    source: 'observer',
    message: `What runs in ${state.environment} was last seen on ${formatMoment(
      since,
    )}. Check the sources of the tab and the log of the Backstage backend.`,
    since,
  };
}

function unknownEnvironment(environment: string): SetupProblem {
  return {
    code: 'unknown-environment',
    message: `The rules name no environment ${environment}.`,
    remedy: `Add ${environment} to the environments of the rules.`,
  };
}
