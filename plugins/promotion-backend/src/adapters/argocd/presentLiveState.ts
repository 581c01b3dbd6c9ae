// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationId } from 'backstage-plugin-promotion-common';
import type { LiveState } from 'backstage-plugin-promotion-node';
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
    readonly problem?: string;
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
    problem:
      facts.problem ?? (error ? `${error.type}: ${error.message}` : undefined),
  };
}

/** The state of a name that several namespaces use: whose it is cannot be told, so that nothing is said of it. */
export function presentAmbiguous(
  { instance, name }: ApplicationId,
  found: readonly ArgocdApplication[],
): LiveState {
  const namespaces = found.map(({ metadata }) => metadata.namespace ?? '');
  const problem = `Argo CD instance ${instance} has several applications ${name}, in ${namespaces
    .sort()
    .join(', ')}. Name the namespace of the application in the rules.`;
  return {
    sync: 'unknown',
    health: 'unknown',
    images: [],
    deployments: [],
    problem,
  };
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
