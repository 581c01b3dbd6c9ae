// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApprovalRequirement } from '../model/Approval';
import { listing, personTitle, roleTitle, withArticle } from '../model/titles';
import { matchSeats } from './matchSeats';
import type { Seat, Sitter } from './seats';
import { requiredRoles, seatsOf, sittersOf } from './seats';
import type { TallyFacts } from './TallyFacts';

/** Everyone whose agreement could count: the holders of the required roles, without those who asked. */
export function eligibleSitters(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
): readonly Sitter[] {
  const roles = requiredRoles(requirement);
  const people = [
    ...new Set(roles.flatMap(role => facts.roleMembers[role] ?? [])),
  ].sort();
  return people
    .filter(
      person =>
        requirement.allowRequester || !facts.requesterRefs.includes(person),
    )
    .flatMap(person =>
      sittersOf(
        person,
        roles.filter(role => facts.roleMembers[role]?.includes(person)),
        requirement.distinct,
      ),
    );
}

/**
 * Why the quorum could not be met even if everyone agreed; absent when it could. Names the roles that lack people
 * (the set of seats for which there are too few sitters, by Hall's theorem), the people there are, and the remedy.
 */
export function whyUnsatisfiable(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
): string | undefined {
  const seats = seatsOf(requirement);
  const sitters = eligibleSitters(requirement, facts);
  const { seatToSitter } = matchSeats(seats, sitters);
  const open = seatToSitter.findIndex(sitter => sitter === undefined);
  if (open === -1) return undefined;
  const lacking = lackingSeats(open, { seats, sitters, seatToSitter });
  return shortageSentence(lacking, facts);
}

interface Seated {
  readonly seats: readonly Seat[];
  readonly sitters: readonly Sitter[];
  readonly seatToSitter: readonly (number | undefined)[];
}

interface Shortage {
  readonly seats: readonly Seat[];
  readonly people: readonly string[];
}

/** The open seat, the people who fit it, the seats these have instead, and so on: too few people for these seats. */
function lackingSeats(open: number, seated: Seated): Shortage {
  const seats = new Set([open]);
  const people = new Set<string>();
  for (const seat of seats) {
    const role = seated.seats[seat]?.role ?? '';
    seated.sitters.forEach((sitter, index) => {
      if (!sitter.roles.includes(role)) return;
      people.add(sitter.userRef);
      const has = seated.seatToSitter.indexOf(index);
      if (has !== -1) seats.add(has);
    });
  }
  return {
    seats: [...seats]
      .sort((a, b) => a - b)
      .flatMap(seat => seated.seats[seat] ?? []),
    people: [...people],
  };
}

function shortageSentence(shortage: Shortage, facts: TallyFacts): string {
  const roles = [...new Set(shortage.seats.map(seat => seat.role))];
  const titles = roles.map(role => roleTitle(role, facts.roleTitles));
  const remedy = `Add another ${listing(titles, 'or')}.`;
  const people = shortage.people.map(personTitle);
  if (people.length === 0) return nobodySentence(roles, facts);
  const [only] = people;
  if (people.length === 1 && titles.length === 2) {
    return `${only} is the only ${titles[0]} and also the only ${titles[1]}; one person cannot stand for two roles. ${remedy}`;
  }
  const needed = shortage.seats.length;
  return `${needed} different people must agree as ${listing(
    titles,
  )}, but only ${listing(people)} could. ${remedy}`;
}

function nobodySentence(roles: readonly string[], facts: TallyFacts): string {
  const titles = roles.map(role => roleTitle(role, facts.roleTitles));
  const holders = [
    ...new Set(roles.flatMap(role => facts.roleMembers[role] ?? [])),
  ];
  if (holders.length === 0) {
    return `Nobody holds the role ${listing(titles, 'or')}. Add ${withArticle(
      titles[0] ?? '',
    )}.`;
  }
  const asked = listing(holders.map(personTitle));
  return `Only ${asked} could agree as ${listing(
    titles,
    'or',
  )}, and asked for this promotion; somebody else must agree. Add another ${listing(
    titles,
    'or',
  )}.`;
}
