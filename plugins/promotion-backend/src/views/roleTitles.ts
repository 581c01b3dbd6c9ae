// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { OWNER_ROLE } from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';

export { roleTitlesOf } from '../facts/commandSubjects';

/** The roles a person holds for a component. */
export function rolesHeldBy(
  userRef: string | undefined,
  { roleMembers }: Pick<ComponentDossier, 'roleMembers'>,
): readonly string[] {
  if (userRef === undefined) return [];
  return Object.entries(roleMembers)
    .filter(([, members]) => members.includes(userRef))
    .map(([role]) => role)
    .filter(role => role !== OWNER_ROLE);
}
