// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isRecord } from '../http/isRecord';
import { SandboxTimings } from '../SandboxTimings';
import { HealthStatus, LiveObject } from './ApplicationState';
import { ImageFate, ImageRegistry } from './ImageRegistry';
import { hasPods, imagesOf, replicasOf } from './imagesOf';

/** How far the rollout of one live object is at a moment. */
export interface Rollout {
  readonly health: HealthStatus;
  readonly message?: string;
  /** Lags one behind until the workload controller has seen the change. */
  readonly observedGeneration: number;
  /** Whether pods of the new template exist, and whether they are ready. */
  readonly newPods: 'none' | 'starting' | 'ready' | 'failing';
  /** Whether pods of the template before still run. */
  readonly oldPods: boolean;
  readonly fate: ImageFate;
}

/** What a rollout is judged with. */
export interface RolloutView {
  readonly now: number;
  readonly timings: SandboxTimings;
  readonly registry: ImageRegistry;
  /** Name of the application the workload belongs to. */
  readonly application: string;
  /** Since when somebody makes its pods fail; absent: nobody. */
  readonly sickSince?: number;
}

/**
 * The state of a workload as a function of time since its last change: first the old healthy object
 * is still seen, then it progresses, then it is ready or, past the deadline, degraded.
 */
export function observeRollout(live: LiveObject, view: RolloutView): Rollout {
  const { manifest, generation } = live;
  if (!hasPods(manifest)) {
    return {
      health: 'Healthy',
      observedGeneration: generation,
      newPods: 'none',
      oldPods: false,
      fate: 'starts',
    };
  }
  const { now, timings, registry } = view;
  const age = now - live.appliedAt;
  const fates = imagesOf(manifest).map(image =>
    registry.fateOf(image, view.application),
  );
  const fate: ImageFate = fates.find(one => one !== 'starts') ?? 'starts';
  const replicas = replicasOf(manifest);
  if (live.previous && age < timings.healthyFlashMs) {
    return {
      health: 'Healthy',
      observedGeneration: generation - 1,
      newPods: 'none',
      oldPods: true,
      fate,
    };
  }
  const observed = { observedGeneration: generation, fate };
  if (isRecord(manifest.spec) && manifest.spec.paused === true) {
    return {
      ...observed,
      health: 'Suspended',
      message: 'Deployment is paused',
      newPods: 'none',
      oldPods: true,
    };
  }
  const startup = timings.healthyFlashMs + timings.progressingMs;
  const waiting = `Waiting for rollout to finish: 0 out of ${replicas} new replicas have been updated...`;
  if (fate === 'starts' && age < startup) {
    return {
      ...observed,
      health: 'Progressing',
      message: waiting,
      newPods: 'starting',
      oldPods: live.previous !== undefined,
    };
  }
  if (fate !== 'starts') {
    const late = age >= timings.progressDeadlineMs;
    return {
      ...observed,
      health: late ? 'Degraded' : 'Progressing',
      message: late
        ? `Deployment "${manifest.metadata.name}" exceeded its progress deadline`
        : waiting,
      newPods: 'failing',
      oldPods: live.previous !== undefined,
    };
  }
  // Pods made to fail are gone once others have taken their place.
  if (view.sickSince !== undefined && view.sickSince >= live.appliedAt) {
    const late = now - view.sickSince >= timings.progressingMs;
    return {
      ...observed,
      health: late ? 'Degraded' : 'Progressing',
      message: late
        ? `Deployment "${manifest.metadata.name}" exceeded its progress deadline`
        : `Waiting for rollout to finish: 0 of ${replicas} updated replicas are available...`,
      newPods: 'failing',
      oldPods: false,
    };
  }
  return { ...observed, health: 'Healthy', newPods: 'ready', oldPods: false };
}
