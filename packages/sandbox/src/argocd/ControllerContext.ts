// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitStore } from '../git/GitStore';
import { SandboxClock } from '../SandboxClock';
import { SandboxTimings } from '../SandboxTimings';
import { ArgocdFaults } from './ArgocdFaults';
import { ImageRegistry } from './ImageRegistry';
import { ManifestSource } from './ManifestSource';
import { SyncWindows } from './SyncWindows';

/** What the parts of the controller work with. */
export interface ControllerContext {
  readonly git: GitStore;
  readonly clock: SandboxClock;
  readonly timings: SandboxTimings;
  readonly registry: ImageRegistry;
  readonly faults: ArgocdFaults;
  readonly windows: SyncWindows;
  readonly manifests: ManifestSource;
}
