// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import type { Evidence } from '../model/Evidence';
import type { Release } from '../model/Release';
import type { EntityRef, EnvironmentName } from '../model/scalars';

/** Everything the gates of a path are judged on. */
export interface GateFacts {
  readonly componentRef: EntityRef;
  readonly from: EnvironmentName;
  readonly to: EnvironmentName;
  readonly release: Release;
  readonly source: EnvironmentState;
  readonly target: EnvironmentState;
  /** All that is recorded of the component; what does not fit is left aside here, with its reason. */
  readonly evidence: readonly Evidence[];
  /** Whoever asked, in every guise: what they assert themselves never counts. */
  readonly requesterRefs: readonly string[];
}
