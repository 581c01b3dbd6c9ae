// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { HttpFaults } from '../http/HttpFaults';

/** What can go wrong with the Argo CD of the sandbox, beyond what any HTTP service does. */
export class ArgocdFaults extends HttpFaults {
  /** The refresh annotation is never removed: `GET ?refresh=` hangs, as with a dead shard. */
  refreshNeverEnds = false;
  /** The controller does nothing at all; reads still answer what it last wrote. */
  controllerStopped = false;
  /** Text of a repository error that every comparison and sync meets; absent: none. */
  repositoryError?: string;
  /** Applications whose next sync waits for a hook that never completes. */
  readonly hangingHooks = new Set<string>();
  /** How many of the next attempts to apply an application fail, by name. */
  readonly failingSyncs = new Map<string, number>();
  /** Connections of the stream are cut after that many events; absent: never. */
  cutStreamAfterEvents?: number;

  override clear(name?: string): void {
    super.clear(name);
    if (name === undefined) {
      this.refreshNeverEnds = false;
      this.controllerStopped = false;
      this.repositoryError = undefined;
      this.cutStreamAfterEvents = undefined;
      this.hangingHooks.clear();
      this.failingSyncs.clear();
    }
  }
}
