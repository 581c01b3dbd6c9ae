// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { wholeSeconds } from '../../git/GitCommit';
import {
  ApplicationState,
  groupOf,
  LiveObject,
  objectKey,
  Operation,
  OperationState,
  versionOf,
} from '../ApplicationState';
import { imagesOf } from '../imagesOf';
import { observeRollout, RolloutView } from '../observeRollout';

/** How an application is shown. */
export interface ApplicationPresentation {
  readonly repoUrl: string;
  readonly view: RolloutView;
  /** GET and watch fill in the health of single resources, the list does not. */
  readonly resourceHealth: boolean;
}

/** An Application as the API gives it: empty fields are left out, times have whole seconds. */
export function presentApplication(
  app: ApplicationState,
  how: ApplicationPresentation,
) {
  const { definition } = app;
  const source = presentSource(app, how.repoUrl);
  const destination = {
    server: 'https://kubernetes.default.svc',
    namespace: definition.namespace,
  };
  const annotations = {
    ...definition.annotations,
    ...(app.refresh ? { 'argocd.argoproj.io/refresh': app.refresh.kind } : {}),
  };
  return {
    metadata: {
      name: definition.name,
      namespace: 'argocd',
      uid: app.uid,
      resourceVersion: String(app.resourceVersion),
      generation: app.resourceVersion,
      creationTimestamp: wholeSeconds(app.createdAt),
      ...(definition.labels ? { labels: definition.labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: {
      source,
      destination,
      project: definition.project,
      ...(definition.automated
        ? { syncPolicy: { automated: definition.automated } }
        : {}),
    },
    status: {
      ...(app.live.length > 0
        ? { resources: app.live.map(live => presentResource(app, live, how)) }
        : {}),
      sync: {
        status: app.sync.status,
        comparedTo: { source, destination },
        ...(app.sync.revision ? { revision: app.sync.revision } : {}),
      },
      health: {
        status: app.health.status,
        lastTransitionTime: wholeSeconds(app.health.since),
      },
      ...(app.history.length > 0
        ? {
            history: app.history.map(entry => ({
              revision: entry.revision,
              deployedAt: wholeSeconds(entry.deployedAt),
              id: entry.id,
              source,
              deployStartedAt: wholeSeconds(entry.deployStartedAt),
              initiatedBy: entry.initiatedBy,
            })),
          }
        : {}),
      ...(app.conditions.length > 0
        ? {
            conditions: app.conditions.map(one => ({
              type: one.type,
              message: one.message,
              lastTransitionTime: wholeSeconds(one.lastTransitionAt),
            })),
          }
        : {}),
      ...(app.reconciledAt === undefined
        ? {}
        : { reconciledAt: wholeSeconds(app.reconciledAt) }),
      ...(app.operationState
        ? { operationState: presentOperationState(app.operationState, source) }
        : {}),
      sourceType: 'Kustomize',
      summary: presentSummary(app, how.view),
      resourceHealthSource: 'appTree',
      controllerNamespace: 'argocd',
    },
    ...(app.operation
      ? { operation: presentOperation(app.operation.request) }
      : {}),
  };
}

function presentSource({ definition }: ApplicationState, repoURL: string) {
  return {
    repoURL,
    path: definition.path,
    targetRevision: definition.targetRevision,
  };
}

function presentOperation({ sync, initiatedBy, info, retry }: Operation) {
  return {
    sync,
    ...(Object.keys(initiatedBy).length > 0 ? { initiatedBy } : {}),
    ...(info && info.length > 0 ? { info } : {}),
    ...(retry ? { retry } : {}),
  };
}

function presentOperationState(
  state: OperationState,
  source: ReturnType<typeof presentSource>,
) {
  return {
    operation: presentOperation(state.operation),
    phase: state.phase,
    ...(state.message ? { message: state.message } : {}),
    syncResult: { ...state.syncResult, source },
    startedAt: wholeSeconds(state.startedAt),
    ...(state.finishedAt === undefined
      ? {}
      : { finishedAt: wholeSeconds(state.finishedAt) }),
    ...(state.retryCount ? { retryCount: state.retryCount } : {}),
  };
}

function presentResource(
  app: ApplicationState,
  live: LiveObject,
  how: ApplicationPresentation,
) {
  const { manifest } = live;
  const rollout = observeRollout(live, how.view);
  return {
    ...(groupOf(manifest) ? { group: groupOf(manifest) } : {}),
    version: versionOf(manifest),
    kind: manifest.kind,
    namespace: manifest.metadata.namespace,
    name: manifest.metadata.name,
    status: app.outOfSync.includes(objectKey(manifest))
      ? 'OutOfSync'
      : 'Synced',
    ...(how.resourceHealth
      ? {
          health: {
            status: rollout.health,
            ...(rollout.message ? { message: rollout.message } : {}),
          },
        }
      : {}),
  };
}

/** Images of live pods, sorted: during a rollout old and new stand side by side. */
function presentSummary(app: ApplicationState, view: RolloutView) {
  const images = app.live.flatMap(live => {
    const rollout = observeRollout(live, view);
    return [
      ...(rollout.newPods === 'none' && rollout.oldPods
        ? []
        : imagesOf(live.manifest)),
      ...(rollout.oldPods && live.previous
        ? imagesOf(live.previous.manifest)
        : []),
    ];
  });
  const sorted = [...new Set(images)].sort();
  return sorted.length > 0 ? { images: sorted } : {};
}
