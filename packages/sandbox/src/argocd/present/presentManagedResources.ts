// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { wholeSeconds } from '../../git/GitCommit';
import { isRecord } from '../../http/isRecord';
import {
  ApplicationState,
  groupOf,
  LiveObject,
  objectKey,
} from '../ApplicationState';
import { hasPods, replicasOf } from '../imagesOf';
import { Manifest } from '../kustomize/renderKustomization';
import { observeRollout, RolloutView } from '../observeRollout';

/** What `managed-resources` is asked for. */
export interface ManagedResourcesQuery {
  readonly kind?: string;
  readonly group?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The answer of `managed-resources`: states are JSON inside JSON, `items` is absent when empty. */
export function presentManagedResources(
  app: ApplicationState,
  options: {
    readonly target: readonly Manifest[];
    readonly view: RolloutView;
    readonly query: ManagedResourcesQuery;
  },
) {
  const { target, view, query } = options;
  const keys = [
    ...new Set([
      ...target.map(objectKey),
      ...app.live.map(live => objectKey(live.manifest)),
    ]),
  ];
  const items = keys.flatMap(key => {
    const wanted = target.find(one => objectKey(one) === key);
    const live = app.live.find(one => objectKey(one.manifest) === key);
    const manifest = wanted ?? live?.manifest;
    if (!manifest || !matches(manifest, query)) {
      return [];
    }
    const liveState = live ? JSON.stringify(liveManifest(live, view)) : 'null';
    return {
      ...(groupOf(manifest) ? { group: groupOf(manifest) } : {}),
      kind: manifest.kind,
      namespace: manifest.metadata.namespace,
      name: manifest.metadata.name,
      targetState: wanted ? JSON.stringify(wanted) : 'null',
      liveState,
      normalizedLiveState: liveState,
      predictedLiveState: wanted ? JSON.stringify(wanted) : 'null',
      ...(app.outOfSync.includes(key) ? { modified: true } : {}),
    };
  });
  return items.length > 0 ? { items } : {};
}

/** A managed object as the cluster has it, with generation and status. */
export function liveManifest(
  live: LiveObject,
  view: RolloutView,
): Record<string, unknown> {
  const { manifest, generation } = live;
  const rollout = observeRollout(live, view);
  // The cached live object is still the old one right after an apply.
  const stale =
    rollout.observedGeneration < generation && live.previous !== undefined;
  const shown = stale && live.previous ? live.previous.manifest : manifest;
  const replicas = replicasOf(manifest);
  const ready = rollout.newPods === 'ready' || stale ? replicas : 0;
  return {
    ...shown,
    metadata: {
      ...(isRecord(shown.metadata) ? shown.metadata : {}),
      uid: live.uid,
      creationTimestamp: wholeSeconds(live.createdAt),
      generation: stale ? generation - 1 : generation,
    },
    ...(hasPods(manifest)
      ? {
          status: {
            observedGeneration: rollout.observedGeneration,
            replicas,
            updatedReplicas:
              rollout.newPods === 'none' && !stale ? 0 : replicas,
            readyReplicas: ready,
            availableReplicas: ready,
          },
        }
      : {}),
  };
}

function matches(manifest: Manifest, query: ManagedResourcesQuery): boolean {
  return (
    (query.kind === undefined || query.kind === manifest.kind) &&
    (query.group === undefined || query.group === groupOf(manifest)) &&
    (query.name === undefined || query.name === manifest.metadata.name) &&
    (query.namespace === undefined ||
      query.namespace === manifest.metadata.namespace)
  );
}
