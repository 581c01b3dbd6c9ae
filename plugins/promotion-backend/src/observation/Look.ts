// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  HealthStatus,
  Origin,
  Release,
  SyncStatus,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import type { LiveInterval } from 'backstage-plugin-promotion-common/model';
import type { LiveProblem } from 'backstage-plugin-promotion-node';

/**
 * What looking at the repository said of one environment.
 *
 * - `seen`: `release` is desired, put there by `commit` at `since`. - `unchanged`: as recorded.
 * - `unusable`: the manifest was read and holds nothing to go by. - `away`: no answer.
 */
export type DesiredLook =
  | {
      readonly kind: 'seen';
      readonly release: Release;
      readonly origin: Origin;
      readonly since?: Timestamp;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'away'; readonly message: string };

/**
 * What looking at the deployment tool said of one environment. `images` are those of live pods; `deployments` the
 * successful ones, oldest first, with the release each carried where git still tells.
 */
export type ActualLook =
  | {
      readonly kind: 'seen';
      readonly sync: SyncStatus;
      readonly health: HealthStatus;
      readonly healthMessage?: string;
      readonly healthySince?: Timestamp;
      readonly applicationUrl?: string;
      readonly live?: Release;
      readonly intervals: readonly LiveInterval[];
      /** The releases of the intervals, so that one may go back to them. */
      readonly releases: readonly Release[];
      readonly problems: readonly LiveProblem[];
    }
  | { readonly kind: 'away'; readonly message: string };
