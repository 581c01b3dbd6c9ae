// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  roleTitle,
  type PromotionRules,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';

/** What people call each role of the rules. */
export function roleTitlesOf({
  roles,
}: PromotionRules): Record<string, string> {
  return Object.fromEntries(
    Object.entries(roles).map(([name, { title }]) => [
      name,
      title ?? roleTitle(name),
    ]),
  );
}

/** The roles a person holds for a component. */
export function rolesHeldBy(
  userRef: string | undefined,
  { roleMembers }: Pick<ComponentDossier, 'roleMembers'>,
): readonly string[] {
  if (userRef === undefined) return [];
  return Object.entries(roleMembers)
    .filter(([, members]) => members.includes(userRef))
    .map(([role]) => role);
}
