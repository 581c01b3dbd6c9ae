// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Approval } from '../model/Approval';
import type { ContentHash, EntityRef } from '../model/scalars';

/**
 * What a tally is counted from. `roleMembers` is who holds each role now, read live; a role without an entry has no
 * members. `requesterRefs` is everyone on the asking side.
 */
export interface TallyFacts {
  readonly approvals: readonly Approval[];
  /** Only decisions on exactly this content count. */
  readonly contentHash: ContentHash;
  readonly requesterRefs: readonly string[];
  readonly roleMembers: Readonly<Record<string, readonly EntityRef[]>>;
  /** Titles of roles for sentences; absent: made from the role's name. */
  readonly roleTitles?: Readonly<Record<string, string>>;
}
