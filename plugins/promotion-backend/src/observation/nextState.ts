// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EntityRef,
  EnvironmentProblem,
  EnvironmentState,
  Release,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import {
  environmentStateSchema,
  type LiveInterval,
} from 'backstage-plugin-promotion-common/model';
import type { ActualLook, DesiredLook } from './Look';

const MAX_HISTORY = 20;

/** Which environment was looked at, when, and what was recorded of it before. */
export interface Observed {
  readonly componentRef: EntityRef;
  readonly environment: string;
  readonly previous: EnvironmentState | undefined;
  readonly now: Timestamp;
}

/**
 * What to record after a look. A source that gave no answer erases nothing that was known and hides nothing of the other:
 * without the deployment tool only sync and health become `unknown`, and `observedAt` stays where it was.
 */
export function nextState(
  observed: Observed,
  desired: DesiredLook,
  actual: ActualLook,
): EnvironmentState {
  const { componentRef, environment, previous, now } = observed;
  const wanted = desiredPart(previous, desired);
  const live = actualPart(observed, actual, wanted);
  const digests = live.live?.observedDigests;
  const isLive = live.live?.releaseId === wanted.desired?.releaseId;
  const moments = [wanted.desiredSince, live.since].filter(
    moment => moment !== undefined,
  );
  return environmentStateSchema.parse({
    componentRef,
    environment,
    ...wanted,
    ...(wanted.desired &&
      digests &&
      isLive && {
        desired: { ...wanted.desired, observedDigests: digests },
      }),
    ...live,
    ...(moments.length > 0 && { changedAt: moments.sort().at(-1) }),
    observedAt: actual.kind === 'away' ? previous?.observedAt ?? now : now,
    problems: problemsOf(observed, desired, actual),
  });
}

/** Whether something changed that a reader or a gate would care about: not merely the moment of the look. */
export function isMaterial(
  before: EnvironmentState | undefined,
  after: EnvironmentState,
): boolean {
  const { observedAt: _, ...old } = before ?? { observedAt: '' };
  const { observedAt: __, ...current } = after;
  return JSON.stringify(old) !== JSON.stringify(current);
}

type DesiredPart = Pick<
  EnvironmentState,
  'desired' | 'desiredSince' | 'commit' | 'commitUrl' | 'origin'
>;
type ActualPart = Pick<
  EnvironmentState,
  | 'live'
  | 'since'
  | 'sync'
  | 'health'
  | 'healthMessage'
  | 'healthySince'
  | 'stableSince'
  | 'applicationUrl'
  | 'history'
>;

function desiredPart(
  previous: EnvironmentState | undefined,
  look: DesiredLook,
): DesiredPart {
  if (look.kind === 'seen') {
    const { release, origin, since } = look;
    return {
      desired: release,
      origin,
      ...(since !== undefined && { desiredSince: since }),
      ...(origin.commit !== undefined && { commit: origin.commit }),
      ...('url' in origin && origin.url && { commitUrl: origin.url }),
    };
  }
  if (!previous) return {};
  if (look.kind === 'unusable') return { origin: previous.origin };
  const { desired, desiredSince, commit, commitUrl, origin } = previous;
  return { desired, desiredSince, commit, commitUrl, origin };
}

function actualPart(
  { previous, now }: Observed,
  look: ActualLook,
  wanted: DesiredPart,
): ActualPart {
  if (look.kind === 'away') {
    const {
      live,
      since,
      healthySince,
      stableSince,
      applicationUrl,
      history = [],
    } = previous ?? {};
    return {
      live,
      since,
      healthySince,
      stableSince,
      applicationUrl,
      history,
      sync: 'unknown',
      health: 'unknown',
    };
  }
  // Between two images nobody can say which is live: what was, until the new one is alone.
  const live =
    look.live ?? (look.health === 'missing' ? undefined : previous?.live);
  const { sync, health, healthMessage, applicationUrl } = look;
  const healthySince =
    look.healthySince ??
    (previous?.health === health ? previous.healthySince : now);
  const stableSince = stableSinceOf({ previous, look, live, healthySince });
  const history = historyOf({
    previous,
    look,
    live,
    wanted,
    now,
    ...(stableSince !== undefined && { stableSince }),
  });
  const [newest] = history;
  const since =
    live && newest?.releaseId === live.releaseId && newest.until === undefined
      ? newest.since
      : undefined;
  return {
    live,
    since,
    sync,
    health,
    healthMessage,
    healthySince,
    stableSince,
    applicationUrl,
    history,
  };
}

/**
 * Since when the release is healthy: from the first time it was, after it came and after each time it was degraded or
 * missing. Progressing without a new release, as under an autoscaler, changes nothing.
 */
function stableSinceOf(seen: {
  readonly previous: EnvironmentState | undefined;
  readonly look: Extract<ActualLook, { kind: 'seen' }>;
  readonly live: Release | undefined;
  readonly healthySince: Timestamp | undefined;
}): Timestamp | undefined {
  const { previous, look, live, healthySince } = seen;
  if (look.health === 'degraded' || look.health === 'missing') return undefined;
  const before = previous?.live;
  const kept =
    before && live && isSameRelease(before, live)
      ? previous.stableSince
      : undefined;
  return kept ?? (look.health === 'healthy' ? healthySince : undefined);
}

/** Whether it is the release that was there, and no tag was pushed anew under it. */
function isSameRelease(before: Release, after: Release): boolean {
  const [then, now] = [before, after].map(release =>
    release.observedDigests?.join(),
  );
  return (
    before.releaseId === after.releaseId &&
    (then === undefined || now === undefined || then === now)
  );
}

interface HistoryFacts {
  readonly previous: EnvironmentState | undefined;
  readonly look: Extract<ActualLook, { kind: 'seen' }>;
  readonly live: Release | undefined;
  readonly wanted: DesiredPart;
  readonly stableSince?: Timestamp;
  readonly now: Timestamp;
}

/** Newest first. Deployments are believed for what came before; what is live now is what the pods say. */
function historyOf(facts: HistoryFacts): LiveInterval[] {
  const { previous, look, live, wanted, stableSince, now } = facts;
  const known = [...(previous?.history ?? [])].reverse();
  const isNew =
    live !== undefined && known.at(-1)?.releaseId !== live.releaseId;
  const intervals =
    isNew || known.length === 0
      ? withDeployments(known, look.intervals, live)
      : known;
  if (!live) return closed(intervals, now).reverse().slice(0, MAX_HISTORY);
  const last = intervals.at(-1);
  const isPushedAnew =
    previous?.live?.releaseId === live.releaseId &&
    !isSameRelease(previous.live, live);
  if (
    last?.releaseId !== live.releaseId ||
    last.until !== undefined ||
    isPushedAnew
  ) {
    closeLast(intervals, now);
    intervals.push({
      releaseId: live.releaseId,
      version: live.version,
      since: now,
      succeeded: false,
    });
  }
  const current = intervals.at(-1);
  if (current) {
    const { origin, desired } = wanted;
    const isOurs =
      origin?.kind === 'promotion' && desired?.releaseId === live.releaseId;
    const { stableSince: _, ...rest } = current;
    intervals[intervals.length - 1] = {
      ...rest,
      ...(stableSince !== undefined && { stableSince }),
      version: live.version,
      succeeded:
        look.health === 'healthy' ||
        (current.succeeded &&
          !isPushedAnew &&
          previous?.live?.releaseId === live.releaseId),
      ...(isOurs && { promotionId: origin.promotionId }),
    };
  }
  return intervals.reverse().slice(0, MAX_HISTORY);
}

function withDeployments(
  known: readonly LiveInterval[],
  deployed: readonly LiveInterval[],
  live: Release | undefined,
): LiveInterval[] {
  const after = known.at(-1)?.since ?? '';
  const fresh = deployed.filter(interval => interval.since > after);
  // A deployment whose pods are not live yet has not happened yet.
  const end = fresh.findLastIndex(
    interval => interval.releaseId === live?.releaseId,
  );
  const merged = [...known];
  for (const interval of fresh.slice(0, end + 1)) {
    if (merged.at(-1)?.releaseId === interval.releaseId) continue;
    closeLast(merged, interval.since);
    merged.push({ ...interval, until: undefined });
  }
  return merged;
}

function closed(
  intervals: readonly LiveInterval[],
  until: Timestamp,
): LiveInterval[] {
  const copy = [...intervals];
  closeLast(copy, until);
  return copy;
}

function closeLast(intervals: LiveInterval[], until: Timestamp): void {
  const last = intervals.at(-1);
  if (last && last.until === undefined) {
    intervals[intervals.length - 1] = { ...last, until };
  }
}

/** What each source has against the environment; a problem that stays keeps its first moment. */
function problemsOf(
  { previous, now }: Observed,
  desired: DesiredLook,
  actual: ActualLook,
): EnvironmentProblem[] {
  const known = previous?.problems ?? [];
  const kept =
    desired.kind === 'unchanged'
      ? known.filter(
          ({ source, kind }) => source === 'repository' && kind === 'setup',
        )
      : [];
  return [...kept, ...desiredProblems(desired), ...actualProblems(actual)].map(
    found => ({
      ...found,
      since:
        known.find(
          ({ source, kind, code }) =>
            source === found.source &&
            kind === found.kind &&
            code === found.code,
        )?.since ?? now,
    }),
  );
}

type FoundProblem = Omit<EnvironmentProblem, 'since'>;

function desiredProblems(look: DesiredLook): FoundProblem[] {
  const source = 'repository';
  switch (look.kind) {
    case 'unusable':
      return [
        { source, kind: 'setup', code: 'manifest', message: look.message },
      ];
    case 'away':
      return [
        { source, kind: 'outage', code: 'unreachable', message: look.message },
      ];
    default:
      return [];
  }
}

function actualProblems(look: ActualLook): FoundProblem[] {
  const source = 'application';
  return look.kind === 'away'
    ? [{ source, kind: 'outage', code: 'unreachable', message: look.message }]
    : look.problems.map(problem => ({ source, ...problem }));
}
