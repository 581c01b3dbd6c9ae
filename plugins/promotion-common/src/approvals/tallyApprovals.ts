// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ApprovalRequirement, Tally } from '../model/Approval';
import { earliest } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { personTitle } from '../model/titles';
import type { Matching } from './matchSeats';
import { matchSeats, reachableSeats } from './matchSeats';
import { eligibleSitters, whyUnsatisfiable } from './satisfiability';
import type { Seat, Sitter } from './seats';
import { seatsOf, sittersOf } from './seats';
import type { CountedDecision, Dismissal } from './sortDecisions';
import { sortDecisions } from './sortDecisions';
import type { TallyFacts } from './TallyFacts';

/**
 * Counts who agreed. Distinct people are matched to the required roles by maximum bipartite matching, never first fit.
 *
 * `rejected` is true when one decision that counts is a rejection. Open slots name as candidates exactly those whose
 * agreement would help to fill them, also by letting somebody who already agreed stand for another role. A further
 * person's approval never un-reaches a quorum. No slots: reached, nobody need agree.
 */
export function tallyApprovals(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
  now: Timestamp,
): Tally {
  const { counted, dismissals } = sortDecisions(requirement, facts, now);
  const agreed = counted.filter(
    ({ approval }) => approval.decision === 'approved',
  );
  const seats = seatsOf(requirement);
  const sitters = agreed.flatMap(({ approval, roles }) =>
    sittersOf(approval.userRef, roles, requirement.distinct),
  );
  const matching = matchSeats(seats, sitters);
  const reason = whyUnsatisfiable(requirement, facts);
  const reevaluateAt = earliest(counted.map(one => one.approval.expiresAt));
  return {
    reached: matching.seatToSitter.every(sitter => sitter !== undefined),
    rejected: counted.some(({ approval }) => approval.decision === 'rejected'),
    slots: seats.map((_, seat) =>
      slotOf(seat, { requirement, facts, seats, sitters, matching, agreed }),
    ),
    dismissals: [...dismissals, ...leftOver(agreed, { sitters, matching })],
    satisfiable: reason === undefined,
    ...(reason !== undefined && { unsatisfiableReason: reason }),
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

interface Seated {
  readonly sitters: readonly Sitter[];
  readonly matching: Matching;
}

interface Room extends Seated {
  readonly requirement: ApprovalRequirement;
  readonly facts: TallyFacts;
  readonly seats: readonly Seat[];
  readonly agreed: readonly CountedDecision[];
}

function slotOf(seat: number, room: Room): Tally['slots'][number] {
  const role = room.seats[seat]?.role ?? '';
  const sitter = room.matching.seatToSitter[seat];
  if (sitter === undefined) {
    return { role, candidates: [...candidatesFor(seat, room)] };
  }
  const userRef = room.sitters[sitter]?.userRef;
  const vote = room.agreed.find(one => one.approval.userRef === userRef);
  return {
    role,
    ...(userRef !== undefined && { userRef }),
    ...(vote && { approvalId: vote.approval.approvalId }),
    candidates: [],
  };
}

function candidatesFor(open: number, room: Room): readonly string[] {
  const helpful = new Set(
    [...reachableSeats(open, room.seats, room.sitters, room.matching)].map(
      seat => room.seats[seat]?.role,
    ),
  );
  const seated = seatedKeys(room);
  const helping = eligibleSitters(room.requirement, room.facts).filter(
    sitter =>
      sitter.roles.some(role => helpful.has(role)) &&
      !seated.has(keyOf(sitter, room.requirement)),
  );
  return [...new Set(helping.map(sitter => sitter.userRef))];
}

/** Who sits already: the person, or with `within-role` the person in that role. */
function seatedKeys(room: Room): ReadonlySet<string> {
  return new Set(
    room.matching.seatToSitter.flatMap(index => {
      const sitter = index === undefined ? undefined : room.sitters[index];
      return sitter ? [keyOf(sitter, room.requirement)] : [];
    }),
  );
}

function keyOf(sitter: Sitter, requirement: ApprovalRequirement): string {
  return requirement.distinct === 'across-roles'
    ? sitter.userRef
    : `${sitter.roles[0]} ${sitter.userRef}`;
}

/** Approvals that count but found every fitting slot filled. */
function leftOver(
  agreed: readonly CountedDecision[],
  { sitters, matching }: Seated,
): readonly Dismissal[] {
  const seated = new Set(
    matching.seatToSitter.map(index =>
      index === undefined ? undefined : sitters[index]?.userRef,
    ),
  );
  return agreed
    .filter(({ approval }) => !seated.has(approval.userRef))
    .map(({ approval }) => ({
      userRef: approval.userRef,
      approvalId: approval.approvalId,
      reason: 'slot-taken' as const,
      message: `${personTitle(
        approval.userRef,
      )} agreed too; others already stand for every role ${personTitle(
        approval.userRef,
      )} could stand for.`,
    }));
}
