// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { MAX_STATE_AGE_MS } from '../gates/liveInterval';
import type {
  EnvironmentProblem,
  EnvironmentState,
} from '../model/EnvironmentState';
import { formatMoment } from '../model/formatMoment';
import { isBefore, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { ResolvedEnvironment } from '../rules/ResolvedEnvironment';

/** The code of the problem that our account has no right to sync an application. */
const SYNC_FORBIDDEN = 'application-sync-forbidden';

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

/** Whether what is live was seen recently enough to be known: while the deployment tool is away nothing is seen. */
export function isRecent(
  { observedAt }: Pick<EnvironmentState, 'observedAt'>,
  now: Timestamp,
): boolean {
  return isBefore(now, plusMs(observedAt, MAX_STATE_AGE_MS));
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
    /** Whether promotions write here. Where none does, a missing right to sync is no problem. */
    readonly isTarget: boolean;
  },
  now: Timestamp,
): EnvironmentSetup {
  const { placed, state, inspected, isTarget } = facts;
  if (!placed?.ok) {
    return {
      environment,
      problems: placed?.problems ?? [unknownEnvironment(environment)],
      outages: [],
    };
  }
  const stale = state && !isRecent(state, now) ? [unobserved(state)] : [];
  const recorded = state?.problems ?? [];
  const found =
    inspected ?? recorded.filter(problem => problem.kind === 'setup');
  return {
    environment,
    problems: found
      .filter(({ code }) => isTarget || code !== SYNC_FORBIDDEN)
      .map(({ code, message, ...rest }) => ({
        code,
        message,
        ...('remedy' in rest && { remedy: rest.remedy }),
      })),
    outages: inspected ? stale : [...recorded.flatMap(outageOf), ...stale],
  };
}

function outageOf({
  kind,
  source,
  message,
  since,
}: EnvironmentProblem): SourceOutage[] {
  return kind === 'outage' ? [{ source, message, since }] : [];
}

function unobserved(state: EnvironmentState): SourceOutage {
  const { observedAt: since } = state;
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
