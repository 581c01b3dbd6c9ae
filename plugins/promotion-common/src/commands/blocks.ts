// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Hold } from '../model/Hold';
import {
  barLiftingRoles,
  OPERATOR_ROLE,
  overridingRoles,
} from '../rules/pathSection';
import { involvedRoles } from './authority';
import type { CommandRule, Offer } from './CommandRule';
import type { Refused } from './CommandRefusal';
import { refused } from './CommandRefusal';
import { needsRole } from './rights';
import type { HoldSubject, Person } from './subjects';

/** Allowing a release again where it was rolled back. */
export const liftBarRule: CommandRule<'lift-bar'> = {
  offer: (subject, person) => {
    const { barred, environment, releaseId, paths } = subject;
    const bar = barred.find(
      each =>
        each.environment === environment &&
        each.releaseId === releaseId &&
        each.liftedAt === undefined,
    );
    return bar
      ? needsRole(
          barLiftingRoles(paths),
          `allow ${bar.version} in ${environment} again`,
          { person, people: subject },
        )
      : refused('not-barred', `That release is not blocked in ${environment}.`);
  },
  decide: ({ reason }, { subject, person }) => ({
    allowed: true,
    decision: {
      lift: {
        componentRef: subject.component.componentRef,
        environment: subject.environment,
        releaseId: subject.releaseId,
        at: subject.now,
        by: person.userRef ?? '',
        reason,
      },
    },
  }),
};

/** Whether a hold covers one component in one environment, and nothing else. */
function isOneTarget({ scope }: Pick<Hold, 'scope'>): boolean {
  return scope.componentRef !== undefined && scope.environment !== undefined;
}

/** A hold wider than one target stops other teams, and is a matter of those that app-config names. */
function operatorRight(
  subject: HoldSubject,
  person: Person,
  what: string,
): Offer | Refused {
  return needsRole(
    [OPERATOR_ROLE],
    `${what} for more than one component in one environment`,
    { person, people: subject },
  );
}

/** Stopping promotions in a scope. */
export const setHoldRule: CommandRule<'set-hold'> = {
  offer: (subject, person) =>
    isOneTarget(subject.hold)
      ? needsRole(
          [...new Set(subject.paths.flatMap(involvedRoles))],
          'freeze this environment',
          { person, people: subject },
        )
      : operatorRight(subject, person, 'set a freeze'),
  decide: (given, { subject, person }) => ({
    allowed: true,
    decision: {
      hold: {
        ...given,
        scope: subject.hold.scope,
        stops: subject.hold.stops,
        setBy: person.actor,
      },
    },
  }),
};

/** A freeze is ended by those who could override it, a hold of automatic promotion by everybody it is a matter of. */
function offerEnding(subject: HoldSubject, person: Person): Offer | Refused {
  const { hold, paths } = subject;
  if (hold.liftedAt !== undefined) {
    return refused('not-held', 'This hold has ended already.');
  }
  if (!isOneTarget(hold)) return operatorRight(subject, person, 'end a freeze');
  const named = overridingRoles(paths, 'holds');
  const roles =
    hold.stops === 'all' && named.length > 0
      ? named
      : [...new Set(paths.flatMap(involvedRoles))];
  return needsRole(roles, 'end this freeze', { person, people: subject });
}

/** Letting one promotion through a hold. */
export const exceptHoldRule: CommandRule<'except-hold'> = {
  offer: offerEnding,
  decide: () => ({ allowed: true, decision: {} }),
};

/** Ending a hold. */
export const liftHoldRule: CommandRule<'lift-hold'> = {
  offer: offerEnding,
  decide: () => ({ allowed: true, decision: {} }),
};
