// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import type { Approval, ApprovalRequirement } from '../model/Approval';
import { hashOf, makeApproval, START } from '../testing';
import { canVote } from './canVote';
import type { TallyFacts } from './TallyFacts';
import { tallyApprovals } from './tallyApprovals';

const ROLES = ['sre', 'qa', 'po'] as const;
const PEOPLE = ['ada', 'bob', 'cem', 'dan', 'eva'].map(
  n => `user:default/${n}`,
);
const NOW = '2026-03-02T12:00:00.000Z';

const requirementArb: fc.Arbitrary<ApprovalRequirement> = fc.record({
  slots: fc
    .uniqueArray(fc.constantFrom(...ROLES), { maxLength: 3 })
    .chain(roles =>
      fc.tuple(
        ...roles.map(role =>
          fc.record({
            role: fc.constant(role),
            count: fc.integer({ min: 1, max: 2 }),
          }),
        ),
      ),
    ),
  allowRequester: fc.boolean(),
  distinct: fc.constantFrom('across-roles', 'within-role'),
});

const membersArb = fc.record(
  Object.fromEntries(ROLES.map(role => [role, fc.subarray(PEOPLE)])),
);

const approvalArb = fc
  .record({
    userRef: fc.constantFrom(...PEOPLE),
    minutes: fc.integer({ min: 0, max: 100 }),
    role: fc.option(fc.constantFrom(...ROLES), { nil: undefined, freq: 3 }),
    contentHash: fc.constantFrom(
      hashOf('c'),
      hashOf('c'),
      hashOf('c'),
      hashOf('d'),
    ),
    isExpired: fc.boolean(),
  })
  .map(({ minutes, isExpired, role, ...rest }) =>
    makeApproval({
      ...rest,
      ...(role && { role }),
      approvalId: `${rest.userRef}-${minutes}`,
      decidedAt: new Date(Date.parse(START) + minutes * 60_000).toISOString(),
      expiresAt:
        isExpired && minutes % 5 === 0 ? START : '2026-04-01T00:00:00.000Z',
    }),
  );

const approvalsArb = fc.uniqueArray(approvalArb, {
  selector: one => one.approvalId,
  maxLength: 6,
});

const factsArb: fc.Arbitrary<TallyFacts> = fc.record({
  approvals: approvalsArb,
  contentHash: fc.constant(hashOf('c')),
  requesterRefs: fc.subarray(PEOPLE, { maxLength: 2 }),
  roleMembers: membersArb,
});

/** Counts by trying everything: the most slots that decisions which count can fill. */
function bruteForce(
  requirement: ApprovalRequirement,
  facts: TallyFacts,
): number {
  const counted = PEOPLE.flatMap(person => {
    const mine = facts.approvals
      .filter(
        one => one.userRef === person && one.contentHash === facts.contentHash,
      )
      .sort((a, b) => Date.parse(b.decidedAt) - Date.parse(a.decidedAt));
    const [newest] = mine;
    if (!newest || newest.expiresAt === START) return [];
    if (!requirement.allowRequester && facts.requesterRefs.includes(person))
      return [];
    return [newest];
  });
  const seats = requirement.slots.flatMap(({ role, count }) =>
    Array<string>(count).fill(role),
  );
  const best = (seat: number, taken: ReadonlySet<string>): number => {
    const role = seats[seat];
    if (role === undefined) return 0;
    const skip = best(seat + 1, taken);
    const filled = counted
      .filter(one => facts.roleMembers[role]?.includes(one.userRef))
      .filter(one => (one.role ?? role) === role)
      .map(one =>
        requirement.distinct === 'across-roles'
          ? one.userRef
          : `${role} ${one.userRef}`,
      )
      .filter(key => !taken.has(key))
      .map(key => 1 + best(seat + 1, new Set([...taken, key])));
    return Math.max(skip, ...filled);
  };
  return best(0, new Set());
}

const filled = (requirement: ApprovalRequirement, facts: TallyFacts) =>
  tallyApprovals(requirement, facts, NOW).slots.filter(slot => slot.userRef)
    .length;

const agree = (userRef: string): Approval =>
  makeApproval({
    approvalId: `zz-${userRef}`,
    userRef,
    decidedAt: '2026-03-02T11:59:00.000Z',
  });

describe('the tally', () => {
  it('fills as many slots as trying everything does (invariant 3)', () => {
    fc.assert(
      fc.property(requirementArb, factsArb, (requirement, facts) => {
        expect(filled(requirement, facts)).toBe(bruteForce(requirement, facts));
      }),
    );
  });

  it('is never un-reached by a further approval', () => {
    fc.assert(
      fc.property(
        requirementArb,
        factsArb,
        fc.constantFrom(...PEOPLE),
        (requirement, facts, person) => {
          const more = {
            ...facts,
            approvals: [...facts.approvals, agree(person)],
          };
          expect(filled(requirement, more)).toBeGreaterThanOrEqual(
            filled(requirement, facts),
          );
        },
      ),
    );
  });

  it('never counts whoever asked, nor anybody twice, unless the rules say so (invariant 2)', () => {
    fc.assert(
      fc.property(requirementArb, factsArb, (requirement, facts) => {
        const { slots } = tallyApprovals(requirement, facts, NOW);
        const people = slots.flatMap(slot => slot.userRef ?? []);
        if (!requirement.allowRequester) {
          expect(
            people.filter(person => facts.requesterRefs.includes(person)),
          ).toEqual([]);
        }
        const keys = slots
          .filter(slot => slot.userRef)
          .map(slot =>
            requirement.distinct === 'across-roles'
              ? slot.userRef
              : `${slot.role} ${slot.userRef}`,
          );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('counts decisions about this content only (invariant 2)', () => {
    fc.assert(
      fc.property(requirementArb, factsArb, (requirement, facts) => {
        const other = facts.approvals.map(one => ({
          ...one,
          contentHash: hashOf('e'),
        }));
        expect(filled(requirement, { ...facts, approvals: other })).toBe(0);
      }),
    );
  });

  it('names as candidates exactly those whose agreement fills one slot more', () => {
    fc.assert(
      fc.property(requirementArb, factsArb, (requirement, facts) => {
        const { slots } = tallyApprovals(requirement, facts, NOW);
        const candidates = new Set(slots.flatMap(slot => slot.candidates));
        const seated = new Set(slots.flatMap(slot => slot.userRef ?? []));
        for (const person of PEOPLE.filter(one => !seated.has(one))) {
          const more = {
            ...facts,
            approvals: [...facts.approvals, agree(person)],
          };
          expect(filled(requirement, more) > filled(requirement, facts)).toBe(
            candidates.has(person),
          );
        }
      }),
    );
  });

  it('is satisfiable exactly when everybody who may vote could fill it', () => {
    fc.assert(
      fc.property(requirementArb, factsArb, (requirement, facts) => {
        const everybody = PEOPLE.filter(
          one => canVote(requirement, facts, one).ok,
        ).map(agree);
        const { satisfiable, unsatisfiableReason } = tallyApprovals(
          requirement,
          facts,
          NOW,
        );
        expect(satisfiable).toBe(
          tallyApprovals(requirement, { ...facts, approvals: everybody }, NOW)
            .reached,
        );
        expect(unsatisfiableReason === undefined).toBe(satisfiable);
      }),
    );
  });

  it('accounts for every decision: it fills a slot or is dismissed with a reason', () => {
    fc.assert(
      fc.property(requirementArb, factsArb, (requirement, facts) => {
        const { slots, dismissals } = tallyApprovals(requirement, facts, NOW);
        const told = new Set([
          ...slots.flatMap(slot => slot.approvalId ?? []),
          ...dismissals.map(one => one.approvalId),
        ]);
        expect([...told].sort()).toEqual(
          facts.approvals.map(one => one.approvalId).sort(),
        );
      }),
    );
  });
});
