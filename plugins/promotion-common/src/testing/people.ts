// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { CommandName } from '../commands/authority';
import { commandNames } from '../commands/authority';
import type { Person, PromotionSubject } from '../commands/subjects';
import type { Promotion } from '../lifecycle/Promotion';
import { OPERATOR_ROLE, OWNER_ROLE } from '../rules/pathSection';
import { START } from './fixtures';

/** Who holds which role in the fixtures. Dana requests, Olivia owns, Erin reviews, Omar operates, Zoe is nobody. */
export const members: Readonly<Record<string, readonly string[]>> = {
  sre: ['user:default/sam', 'user:default/sofia'],
  qa: ['user:default/quinn'],
  'engineering-lead': ['user:default/erin'],
  [OWNER_ROLE]: ['user:default/olivia'],
  [OPERATOR_ROLE]: ['user:default/omar'],
};

/** Somebody signed in as themselves, whom the policy lets try everything unless told. */
export function makePerson(
  name: string,
  permitted: readonly CommandName[] = commandNames,
): Person {
  const userRef = `user:default/${name}`;
  return {
    actor: { kind: 'user', ref: userRef },
    requesterRefs: [userRef],
    userRef,
    permitted,
  };
}

/** A service, for nobody or on a person's behalf. */
export function makeService(
  name: string,
  onBehalfOf?: string,
  permitted: readonly CommandName[] = commandNames,
): Person {
  const ref = `external:${name}`;
  const user = onBehalfOf && `user:default/${onBehalfOf}`;
  return {
    actor: { kind: 'service', ref, ...(user && { onBehalfOf: user }) },
    requesterRefs: user ? [ref, user] : [ref],
    permitted,
  };
}

/** A promotion as its commands are judged, with the fixtures' people. */
export function makeSubject(
  promotion: Promotion,
  overrides: Partial<PromotionSubject> = {},
): PromotionSubject {
  return {
    promotion,
    component: {
      componentRef: promotion.componentRef,
      name: 'checkout',
      annotations: {},
      ownerRefs: ['group:default/storefront'],
    },
    roleMembers: members,
    holds: [],
    barred: [],
    openReviews: [],
    approvals: [],
    overrides: [],
    now: START,
    ...overrides,
  };
}
