// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Approval, ApprovalRequirement } from '../model/Approval';
import { hashOf, makeApproval, START } from '../testing';
import type { TallyFacts } from './TallyFacts';
import { tallyApprovals } from './tallyApprovals';

const CONTENT = hashOf('c');
const user = (name: string) => `user:default/${name}`;

function requirement(
  roles: readonly string[],
  overrides: Partial<ApprovalRequirement> = {},
): ApprovalRequirement {
  return {
    slots: roles.map(role => ({ role, count: 1 })),
    allowRequester: false,
    distinct: 'across-roles',
    ...overrides,
  };
}

function facts(
  members: Readonly<Record<string, readonly string[]>>,
  approvals: readonly Approval[],
  overrides: Partial<TallyFacts> = {},
): TallyFacts {
  return {
    approvals,
    contentHash: CONTENT,
    requesterRefs: [user('dana')],
    roleMembers: Object.fromEntries(
      Object.entries(members).map(([role, names]) => [role, names.map(user)]),
    ),
    ...overrides,
  };
}

function vote(name: string, overrides: Partial<Approval> = {}): Approval {
  return makeApproval({
    approvalId: `vote-${name}`,
    userRef: user(name),
    ...overrides,
  });
}

const tally = (
  asked: ApprovalRequirement,
  given: TallyFacts,
  now = '2026-03-02T10:00:00.000Z',
) => tallyApprovals(asked, given, now);

describe('tallyApprovals', () => {
  it('is reached when nobody need agree', () => {
    const result = tally(requirement([]), facts({}, []));
    expect(result).toMatchObject({
      reached: true,
      rejected: false,
      satisfiable: true,
      slots: [],
    });
  });

  it('lets somebody in two roles move over so that one who holds only one of them counts', () => {
    const members = { sre: ['alex', 'blake'], qa: ['alex'] };
    const result = tally(
      requirement(['sre', 'qa']),
      facts(members, [
        vote('alex'),
        vote('blake', { decidedAt: '2026-03-02T09:01:00.000Z' }),
      ]),
    );
    expect(result.reached).toBe(true);
    expect(result.slots.map(slot => [slot.role, slot.userRef])).toEqual([
      ['sre', user('blake')],
      ['qa', user('alex')],
    ]);
  });

  it('does not let one person stand for two roles unless the rules say so', () => {
    const members = { sre: ['alex', 'blake'], qa: ['alex', 'quinn'] };
    const alone = facts(members, [vote('alex')]);
    expect(tally(requirement(['sre', 'qa']), alone).reached).toBe(false);
    expect(
      tally(requirement(['sre', 'qa'], { distinct: 'within-role' }), alone)
        .reached,
    ).toBe(true);
  });

  it('never lets one person fill two slots of the same role', () => {
    const asked = {
      ...requirement([], { distinct: 'within-role' }),
      slots: [{ role: 'sre', count: 2 }],
    };
    const result = tally(
      asked,
      facts({ sre: ['alex', 'blake'] }, [vote('alex')]),
    );
    expect(result.reached).toBe(false);
    expect(result.slots.filter(slot => slot.userRef)).toHaveLength(1);
  });

  it('keeps somebody to the role they chose to act as', () => {
    const members = { sre: ['alex', 'blake'], qa: ['alex', 'quinn'] };
    const result = tally(
      requirement(['sre', 'qa']),
      facts(members, [
        vote('alex', { role: 'sre' }),
        vote('blake', { decidedAt: '2026-03-02T09:01:00.000Z' }),
      ]),
    );
    expect(result.reached).toBe(false);
    expect(result.slots[1]).toEqual({
      role: 'qa',
      candidates: [user('quinn')],
    });
    expect(result.dismissals).toMatchObject([
      { userRef: user('blake'), reason: 'slot-taken' },
    ]);
  });

  it('names as candidates only those whose vote would help', () => {
    const members = {
      sre: ['alex', 'blake'],
      qa: ['alex', 'quinn'],
      po: ['pat'],
    };
    const result = tally(
      requirement(['sre', 'qa']),
      facts(members, [vote('alex')]),
    );
    const open = result.slots.find(slot => slot.userRef === undefined);
    // Alex sits on one of both; whoever fits either seat helps, and pat fits none.
    expect(open?.candidates).toEqual([user('blake'), user('quinn')]);
  });

  it('does not name whoever asked as a candidate', () => {
    const result = tally(
      requirement(['sre']),
      facts({ sre: ['dana', 'sam'] }, []),
    );
    expect(result.slots[0]?.candidates).toEqual([user('sam')]);
  });

  it.each<[string, Approval[], string, string]>([
    [
      'of whoever asked',
      [vote('dana')],
      'requester',
      'Dana asked for this promotion; somebody else must agree.',
    ],
    [
      'of somebody without the role',
      [vote('zoe')],
      'not-a-member',
      'Zoe does not hold SRE now.',
    ],
    [
      'for a role that need not agree',
      [vote('sam', { role: 'qa' })],
      'not-needed',
      'Sam stood for QA, which need not agree on this path.',
    ],
    [
      'about other content',
      [vote('sam', { contentHash: hashOf('d') })],
      'other-content',
      'Sam decided on something else: what would be deployed has changed since.',
    ],
    [
      'that expired',
      [vote('sam', { expiresAt: '2026-03-02T10:00:00.000Z' })],
      'expired',
      "Sam's decision expired on 2 March at 10:00 UTC; it can be given again.",
    ],
    [
      'that was taken back',
      [vote('sam', { withdrawnAt: START })],
      'withdrawn',
      'Sam took this decision back.',
    ],
  ])('does not count a decision %s', (_, approvals, reason, message) => {
    const result = tally(
      requirement(['sre']),
      facts({ sre: ['dana', 'sam'] }, approvals),
    );
    expect(result.reached).toBe(false);
    expect(result.rejected).toBe(false);
    expect(result.dismissals).toMatchObject([{ reason, message }]);
  });

  it('counts whoever asked when the rules say so', () => {
    const asked = requirement(['sre'], { allowRequester: true });
    expect(tally(asked, facts({ sre: ['dana'] }, [vote('dana')])).reached).toBe(
      true,
    );
  });

  it('lets the newest decision of a person stand', () => {
    const earlier = vote('sam', { approvalId: 'first' });
    const later = vote('sam', {
      approvalId: 'second',
      decision: 'rejected',
      decidedAt: '2026-03-02T09:30:00.000Z',
    });
    const result = tally(
      requirement(['sre']),
      facts({ sre: ['sam'] }, [later, earlier]),
    );
    expect(result).toMatchObject({
      reached: false,
      rejected: true,
      dismissals: [{ approvalId: 'first', reason: 'replaced' }],
    });
  });

  it('does not bring an older decision back when the newest is taken back', () => {
    const result = tally(
      requirement(['sre']),
      facts({ sre: ['sam'] }, [
        vote('sam', { approvalId: 'first' }),
        vote('sam', {
          approvalId: 'second',
          decidedAt: '2026-03-02T09:30:00.000Z',
          withdrawnAt: '2026-03-02T09:31:00.000Z',
        }),
      ]),
    );
    expect(result.reached).toBe(false);
    expect(result.dismissals.map(one => one.reason)).toEqual([
      'replaced',
      'withdrawn',
    ]);
  });

  it('does not count a decision that was dismissed, also when the content is the same again', () => {
    const dismissed = vote('sam', {
      dismissedAt: '2026-03-02T09:10:00.000Z',
      dismissedBecause: 'The tag in canary has changed.',
    });
    const once = tally(
      requirement(['sre']),
      facts({ sre: ['sam'] }, [dismissed]),
    );
    expect(once.reached).toBe(false);
    expect(once.dismissals).toMatchObject([
      {
        reason: 'other-content',
        message: expect.stringMatching(
          /^Sam decided before .*\. The tag in canary has changed\. It can be given again\.$/,
        ),
      },
    ]);
    const again = vote('sam', {
      approvalId: 'again',
      decidedAt: '2026-03-02T09:30:00.000Z',
    });
    expect(
      tally(requirement(['sre']), facts({ sre: ['sam'] }, [dismissed, again]))
        .reached,
    ).toBe(true);
  });

  it('is not rejected by somebody who may not vote', () => {
    const result = tally(
      requirement(['sre']),
      facts({ sre: ['sam'] }, [vote('zoe', { decision: 'rejected' })]),
    );
    expect(result.rejected).toBe(false);
  });

  it('says when the first counted approval expires', () => {
    const result = tally(
      requirement(['sre', 'qa']),
      facts({ sre: ['sam'], qa: ['quinn'] }, [
        vote('sam', { expiresAt: '2026-03-09T09:00:00Z' }),
        vote('quinn', { expiresAt: '2026-03-05T09:00:00Z' }),
      ]),
    );
    expect(result.reevaluateAt).toBe('2026-03-05T09:00:00Z');
  });

  it.each<[string, string[], Record<string, string[]>, string]>([
    [
      'one person is the only holder of two roles',
      ['engineering-lead', 'product-owner'],
      { 'engineering-lead': ['erin'], 'product-owner': ['erin'] },
      'Erin is the only Engineering Lead and also the only Product Owner; one person cannot stand for two roles. Add another Engineering Lead or Product Owner.',
    ],
    [
      'nobody holds a role',
      ['product-owner'],
      {},
      'Nobody holds the role Product Owner. Add a Product Owner.',
    ],
    [
      'only whoever asked holds a role',
      ['qa'],
      { qa: ['dana'] },
      'Only Dana could agree as QA, and asked for this promotion; somebody else must agree. Add another QA.',
    ],
    [
      'too few people share three roles',
      ['sre', 'qa', 'po'],
      { sre: ['alex', 'blake'], qa: ['alex', 'blake'], po: ['alex', 'blake'] },
      '3 different people must agree as SRE, QA and PO, but only Alex and Blake could. Add another SRE, QA or PO.',
    ],
  ])(
    'says why the quorum can never be met when %s',
    (_, roles, members, sentence) => {
      const result = tally(requirement(roles), facts(members, []));
      expect(result.satisfiable).toBe(false);
      expect(result.unsatisfiableReason).toBe(sentence);
    },
  );

  it('is satisfiable by one person in two roles when the rules let them stand for both', () => {
    const asked = requirement(['sre', 'qa'], { distinct: 'within-role' });
    expect(
      tally(asked, facts({ sre: ['erin'], qa: ['erin'] }, [])).satisfiable,
    ).toBe(true);
  });
});
