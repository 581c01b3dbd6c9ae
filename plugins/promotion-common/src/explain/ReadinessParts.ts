// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { OverrideTarget, Tally } from '../model/Approval';
import type { GateResult } from '../model/Gate';
import type { Obstacle } from '../model/Readiness';
import type { EntityRef } from '../model/scalars';

/** What a readiness says, and the names needed to say it to people. */
export interface ReadinessParts {
  readonly kind: 'promotion' | 'rollback';
  readonly componentRef: EntityRef;
  readonly version: string;
  readonly to: string;
  readonly gates: readonly GateResult[];
  /** All that stands in the way, in the order people read it. */
  readonly obstacles: readonly Obstacle[];
  readonly overridden: readonly OverrideTarget[];
  readonly tally: Tally;
  readonly roleTitles?: Readonly<Record<string, string>>;
}
