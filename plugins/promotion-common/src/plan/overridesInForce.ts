// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Override, OverrideTarget } from '../model/Approval';
import type { PathRules } from '../rules/PromotionRules';
import type { ReadinessFacts } from './ReadinessFacts';

/** The rules' word for each thing that can be let go. */
export const overrideWords = {
  gate: 'gates',
  approval: 'approval',
  window: 'windows',
  hold: 'holds',
  barred: 'barred',
} as const satisfies Record<OverrideTarget['kind'], string>;

/**
 * Overrides that count now: for this very content, of something the path lets be overridden, by somebody who still holds
 * a role that can, and is no requester where `canOverrideOwn` says no.
 */
export function overridesInForce(
  facts: Pick<
    ReadinessFacts,
    'path' | 'overrides' | 'contentHash' | 'roleMembers'
  > & { readonly gates: Pick<ReadinessFacts['gates'], 'requesterRefs'> },
): readonly Override[] {
  const rules = facts.path.overrides;
  if (!rules) return [];
  return facts.overrides.filter(
    override =>
      override.contentHash === facts.contentHash &&
      rules.targets.includes(overrideWords[override.target.kind]) &&
      rules.roles.includes(override.role) &&
      facts.roleMembers[override.role]?.includes(override.userRef) &&
      (canOverrideOwn(rules, override.target.kind) ||
        !facts.gates.requesterRefs.includes(override.userRef)),
  );
}

/**
 * Whether a requester can override this. Unless the rules say either, they can override anything but the missing
 * approval: one person alone does not both request and let others' agreement go.
 */
export function canOverrideOwn(
  { allowRequester }: NonNullable<PathRules['overrides']>,
  kind: OverrideTarget['kind'],
): boolean {
  return allowRequester ?? kind !== 'approval';
}
