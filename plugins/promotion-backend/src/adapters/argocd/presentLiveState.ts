// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LiveProblem, LiveState } from 'backstage-plugin-promotion-node';
import type { ArgocdApplication } from './argocdSchema';
import { epochMs } from './ApplicationReading';
import { parseImageReference } from './imageReference';
import type { LiveImage } from './liveImages';

const syncStatuses: Readonly<Record<string, LiveState['sync']>> = {
  Synced: 'synced',
  OutOfSync: 'out-of-sync',
};

const healthStatuses: Readonly<Record<string, LiveState['health']>> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Suspended: 'suspended',
  Missing: 'missing',
  Degraded: 'degraded',
};

const toTimestamp = (text: string | undefined) =>
  epochMs(text) === 0 ? undefined : new Date(epochMs(text)).toISOString();

/**
 * An application as the observer records it. `live` absent: Pods could not be read, and the summary's images stand in,
 * by tag and without the digest that runs.
 */
export function presentLiveState(
  application: ArgocdApplication,
  facts: {
    readonly applicationUrl: string;
    readonly live?: readonly LiveImage[];
    /** Why Pods could not be read. */
    readonly unread?: string;
    readonly problems: LiveState['problems'];
  },
): LiveState {
  const { status } = application;
  const error = status?.conditions.find(({ type }) => /Error$/.test(type));
  return {
    sync: syncStatuses[status?.sync?.status ?? ''] ?? 'unknown',
    health: healthStatuses[status?.health?.status ?? ''] ?? 'unknown',
    healthMessage: status?.health?.message,
    healthySince: toTimestamp(status?.health?.lastTransitionTime),
    revision: status?.sync?.revision ?? status?.sync?.revisions[0],
    images: facts.live
      ? distinctImages(facts.live)
      : (status?.summary?.images ?? []).map(parseImageReference),
    applicationUrl: facts.applicationUrl,
    deployments: (status?.history ?? []).flatMap(
      ({ revision, revisions, deployedAt }) => {
        const deployed = revision ?? revisions[0];
        const at = toTimestamp(deployedAt);
        return deployed && at ? [{ revision: deployed, deployedAt: at }] : [];
      },
    ),
    problems: [
      ...facts.problems,
      ...(facts.unread === undefined
        ? []
        : [condition('pods-unreadable', facts.unread)]),
      ...(error
        ? [condition('application-error', `${error.type}: ${error.message}`)]
        : []),
    ],
  };
}

/** The state where no application is, or whose it is cannot be told: nothing is said but what is wrong. */
export function presentAbsent(
  health: 'missing' | 'unknown',
  problems: LiveState['problems'],
): LiveState {
  return { sync: 'unknown', health, images: [], deployments: [], problems };
}

function condition(code: string, message: string): LiveProblem {
  return { kind: 'condition', code, message };
}

function distinctImages(live: readonly LiveImage[]): LiveState['images'] {
  const byText = new Map(
    live.map(
      ({ name, tag, digest }) =>
        [`${name}:${tag}@${digest}`, { name, tag, digest }] as const,
    ),
  );
  return [...byText.values()];
}
