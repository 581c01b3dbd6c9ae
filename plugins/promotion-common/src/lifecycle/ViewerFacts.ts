// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { TallyFacts } from '../approvals/TallyFacts';
import type { Override } from '../model/Approval';
import type { EntityRef } from '../model/scalars';
import type { CommandName } from './Command';

/**
 * Who looks, and what commands are judged on. `tally.roleMembers` must also tell who holds the roles that may override,
 * review and roll back.
 */
export interface ViewerFacts {
  /** The person, without a service or an agent acting for them; absent: no person, who may neither vote nor override. */
  readonly userRef?: EntityRef;
  /** What the permission policy lets them try. */
  readonly permitted: readonly CommandName[];
  readonly tally: TallyFacts;
  readonly overrides: readonly Override[];
}
