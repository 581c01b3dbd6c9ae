// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ResolvedEnvironment,
  ResolvedTarget,
} from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';
import type { LiveState } from './Deployer';

/** An application to be read, and what it has to deploy. */
export type WatchedTarget = Pick<ResolvedTarget, 'application' | 'manifest'> &
  Pick<ResolvedEnvironment, 'allowedProjects'>;

/** Reads actual state for the observer: one list per instance serves every application on it. @throws SourceUnreachableError */
export interface ActualStateSource {
  /** Instances this source speaks for. */
  readonly instances: readonly string[];
  /**
   * States in the order asked. An application that is not there is one with the health `missing` and the problem of its
   * setup; so is one that deploys another file.
   */
  readApplications(
    targets: readonly WatchedTarget[],
    context: CallContext,
  ): Promise<readonly LiveState[]>;
}
