// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { wholeSeconds } from '../../git/GitCommit';
import {
  ApplicationState,
  groupOf,
  LiveObject,
  versionOf,
} from '../ApplicationState';
import { LivePod, podsOf } from '../livePods';
import { imagesOf } from '../imagesOf';
import { observeRollout, RolloutView } from '../observeRollout';

/** The answer of `resource-tree`: managed objects, and below workloads their ReplicaSets and pods. */
export function presentTree(app: ApplicationState, view: RolloutView) {
  return { nodes: app.live.flatMap(live => nodesOf(app, live, view)) };
}

function nodesOf(app: ApplicationState, live: LiveObject, view: RolloutView) {
  const { manifest } = live;
  const rollout = observeRollout(live, view);
  const pods = podsOf(app, live, view);
  const root = {
    ...(groupOf(manifest) ? { group: groupOf(manifest) } : {}),
    version: versionOf(manifest),
    kind: manifest.kind,
    namespace: manifest.metadata.namespace,
    name: manifest.metadata.name,
    uid: live.uid,
  };
  const replicaSets = [
    ...new Map(pods.map(pod => [pod.replicaSet.uid, pod])).values(),
  ];
  return [
    {
      ...root,
      resourceVersion: String(app.resourceVersion),
      health: {
        status: rollout.health,
        ...(rollout.message ? { message: rollout.message } : {}),
      },
      createdAt: wholeSeconds(live.createdAt),
    },
    ...replicaSets.map(pod => ({
      group: 'apps',
      version: 'v1',
      kind: 'ReplicaSet',
      namespace: manifest.metadata.namespace,
      name: pod.replicaSet.name,
      uid: pod.replicaSet.uid,
      parentRefs: [root],
      resourceVersion: String(app.resourceVersion),
      health: { status: pod.state === 'ready' ? 'Healthy' : 'Progressing' },
      createdAt: wholeSeconds(pod.createdAt),
    })),
    ...pods.map(pod => podNode(app, pod)),
  ];
}

const POD_HEALTH = {
  ready: 'Healthy',
  starting: 'Progressing',
  failing: 'Degraded',
} as const;

function podNode(app: ApplicationState, pod: LivePod) {
  const { namespace } = pod.template.metadata;
  return {
    version: 'v1',
    kind: 'Pod',
    namespace,
    name: pod.name,
    uid: pod.uid,
    parentRefs: [
      {
        group: 'apps',
        kind: 'ReplicaSet',
        namespace,
        name: pod.replicaSet.name,
        uid: pod.replicaSet.uid,
      },
    ],
    info: [
      {
        name: 'Status Reason',
        value:
          pod.reason ??
          (pod.state === 'ready' ? 'Running' : 'ContainerCreating'),
      },
      { name: 'Containers', value: pod.state === 'ready' ? '1/1' : '0/1' },
    ],
    images: imagesOf(pod.template),
    resourceVersion: String(app.resourceVersion),
    health: {
      status: POD_HEALTH[pod.state],
      ...(pod.reason ? { message: `Back-off: ${pod.reason}` } : {}),
    },
    createdAt: wholeSeconds(pod.createdAt),
  };
}
