// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { OverrideTarget, Tally } from '../model/Approval';
import type { GateResult } from '../model/Gate';
import type { EntityRef } from '../model/scalars';
import type { Wait } from '../model/Readiness';

/** What a readiness says, and the names needed to say it to people. */
export interface ReadinessParts {
  readonly kind: 'promotion' | 'rollback';
  readonly componentRef: EntityRef;
  readonly version: string;
  readonly to: string;
  /** Who can mend a gate: the owners of the component. */
  readonly ownerRefs: readonly EntityRef[];
  readonly gates: readonly GateResult[];
  readonly blockingGateIds: readonly string[];
  readonly barred: boolean;
  readonly overridden: readonly OverrideTarget[];
  readonly tally: Tally;
  readonly waits: readonly Wait[];
  /** What may be overridden on the path, and by which roles; absent: nobody may override anything. */
  readonly overrides?: {
    readonly roles: readonly string[];
    readonly targets: readonly string[];
  };
  readonly roleTitles?: Readonly<Record<string, string>>;
}
