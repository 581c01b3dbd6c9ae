// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApprovalRequirement } from 'backstage-plugin-promotion-common';
import { roleTitle } from '../format/identifiers';

/** Who must agree, in a few words: `needs SRE and 2 × QA`; `needs no approval` where nobody must. */
export function requirementText(
  requirement: Pick<ApprovalRequirement, 'slots'>,
  roleTitles: Readonly<Record<string, string>>,
): string {
  const roles = requirement.slots.map(slot =>
    slot.count > 1
      ? `${slot.count} × ${roleTitle(slot.role, roleTitles)}`
      : roleTitle(slot.role, roleTitles),
  );
  if (roles.length === 0) return 'needs no approval';
  const last = roles.at(-1);
  const rest = roles.slice(0, -1);
  return rest.length === 0
    ? `needs ${last}`
    : `needs ${rest.join(', ')} and ${last}`;
}
