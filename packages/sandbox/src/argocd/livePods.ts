// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { wholeSeconds } from '../git/GitCommit';
import { ApplicationState, LiveObject } from './ApplicationState';
import { digestOf, ImageRegistry } from './ImageRegistry';
import { containersOf, hasPods, replicasOf } from './imagesOf';
import { parseImage } from './kustomize/ImageReference';
import { Manifest } from './kustomize/renderKustomization';
import { observeRollout, RolloutView } from './observeRollout';
import { uidOf } from './applyManifests';

/** A pod of the imitated cluster, with the ReplicaSet that made it. */
export interface LivePod {
  readonly name: string;
  readonly uid: string;
  readonly replicaSet: { readonly name: string; readonly uid: string };
  readonly createdAt: number;
  readonly state: 'ready' | 'starting' | 'failing';
  /** Why it does not run: `ImagePullBackOff`, `CrashLoopBackOff`; absent while nothing is wrong. */
  readonly reason?: string;
  readonly template: Manifest;
}

/** The pods of a workload right now; during a rollout those of both templates. */
export function podsOf(
  app: ApplicationState,
  live: LiveObject,
  view: RolloutView,
): LivePod[] {
  if (!hasPods(live.manifest)) {
    return [];
  }
  const rollout = observeRollout(live, view);
  const old = live.previous
    ? podsOfTemplate(app, live.previous.manifest, {
        createdAt: live.previous.appliedAt,
        state: 'ready',
      })
    : [];
  const reason =
    rollout.fate === 'cannot-be-pulled'
      ? 'ImagePullBackOff'
      : 'CrashLoopBackOff';
  const current =
    rollout.newPods === 'none'
      ? []
      : podsOfTemplate(app, live.manifest, {
          createdAt: live.appliedAt,
          state: rollout.newPods,
          ...(rollout.newPods === 'failing' ? { reason } : {}),
        });
  if (rollout.newPods === 'none' && old.length === 0) {
    return podsOfTemplate(app, live.manifest, {
      createdAt: live.appliedAt,
      state: 'ready',
    });
  }
  return [...(rollout.oldPods ? old : []), ...current];
}

function podsOfTemplate(
  app: ApplicationState,
  template: Manifest,
  rest: Pick<LivePod, 'createdAt' | 'state' | 'reason'>,
): LivePod[] {
  const seed = `${app.uid}:${containersOf(template)
    .map(one => one.image)
    .join(',')}:${rest.createdAt}`;
  const hash = digestOf(seed).slice(7, 16);
  const replicaSet = {
    name: `${template.metadata.name}-${hash}`,
    uid: uidOf(`rs:${seed}`),
  };
  return Array.from({ length: replicasOf(template) }, (_unused, index) => ({
    ...rest,
    name: `${replicaSet.name}-${digestOf(`${seed}:${index}`).slice(7, 12)}`,
    uid: uidOf(`pod:${seed}:${index}`),
    replicaSet,
    template,
  }));
}

/** The live manifest of a pod; `imageID` is what the node really pulled. */
export function podManifest(
  pod: LivePod,
  registry: ImageRegistry,
): Record<string, unknown> {
  const containers = containersOf(pod.template);
  const ready = pod.state === 'ready';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: pod.name,
      namespace: pod.template.metadata.namespace,
      uid: pod.uid,
      creationTimestamp: wholeSeconds(pod.createdAt),
      labels: { app: pod.template.metadata.name },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: pod.replicaSet.name,
          uid: pod.replicaSet.uid,
          controller: true,
        },
      ],
    },
    spec: {
      containers: containers.map(({ name, image }) => ({ name, image })),
    },
    status: {
      phase:
        pod.reason === 'ImagePullBackOff' || pod.state === 'starting'
          ? 'Pending'
          : 'Running',
      startTime: wholeSeconds(pod.createdAt),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: containers.map(({ name, image }) => {
        const digest =
          pod.state === 'starting' ? undefined : registry.resolve(image);
        return {
          name,
          image,
          // Empty until the image is on the node.
          imageID: digest ? `${parseImage(image).name}@${digest}` : '',
          ready,
          started: ready,
          restartCount: pod.reason === 'CrashLoopBackOff' ? 4 : 0,
          state: ready
            ? { running: { startedAt: wholeSeconds(pod.createdAt) } }
            : { waiting: { reason: pod.reason ?? 'ContainerCreating' } },
        };
      }),
    },
  };
}
