// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** How long things take in the imitated cluster, in milliseconds. */
export interface SandboxTimings {
  /** How often the controller looks. */
  readonly tickMs: number;
  /** Between two reconciliations nobody asked for; with the cached revision while that is fresh. */
  readonly reconcileEveryMs: number;
  /** How long a branch's resolved commit is believed; a refresh and a finished sync look anew. */
  readonly revisionCacheMs: number;
  /** From the refresh annotation to its removal. */
  readonly refreshMs: number;
  /** From `operation` set to `operationState` Running. */
  readonly operationPickupMs: number;
  /** From Running to applied. */
  readonly syncMs: number;
  /** How long the old, healthy live object is still seen after an apply. */
  readonly healthyFlashMs: number;
  /** From there until new pods are ready. */
  readonly progressingMs: number;
  /** From the apply until a rollout that does not get ready counts as Degraded. */
  readonly progressDeadlineMs: number;
}

/** A demo's pace: a deployment takes about ten seconds. */
export const DEMO_TIMINGS: SandboxTimings = {
  tickMs: 250,
  reconcileEveryMs: 5_000,
  revisionCacheMs: 10_000,
  refreshMs: 600,
  operationPickupMs: 400,
  syncMs: 1_500,
  healthyFlashMs: 1_500,
  progressingMs: 5_000,
  progressDeadlineMs: 12_000,
};
