// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApplicationId } from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';
import type { LiveState } from './Deployer';

/** Reads actual state for the observer: one list per instance serves every application on it. @throws SourceUnreachableError */
export interface ActualStateSource {
  /** Instances this source speaks for. */
  readonly instances: readonly string[];
  /** States by application, in the order asked; `undefined` where there is no such application. */
  readApplications(
    applications: readonly ApplicationId[],
    context: CallContext,
  ): Promise<readonly (LiveState | undefined)[]>;
}
