// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { transition } from '../lifecycle/transition';
import type { Promotion } from '../lifecycle/Promotion';
import {
  promotionStates,
  terminalStates,
  type PromotionState,
} from '../lifecycle/states';
import type { Approval, Override } from '../model/Approval';
import type { BarredRelease, Hold } from '../model/Hold';
import { OWNER_ROLE } from '../rules/pathSection';
import {
  hashOf,
  makeApproval,
  makeOverride,
  makePerson,
  makeService,
  makeSubject,
  START,
  walk,
  walkSeeds,
} from '../testing';
import type { PromotionCommandName } from './authority';
import { authority, commandNames, promotionCommandNames } from './authority';
import { commandsOn } from './Command';
import type { GivenOf, Offer } from './CommandRule';
import { decideCommand, offerCommand } from './decideCommand';
import type { Person, PromotionSubject } from './subjects';

const people = ['dana', 'sam', 'sofia', 'quinn', 'erin', 'olivia', 'zoe'];
const reason = 'Customers wait.';

const person: fc.Arbitrary<Person> = fc
  .record({
    name: fc.constantFrom(...people),
    as: fc.constantFrom('themselves', 'service', 'agent'),
    permitted: fc.oneof(
      { weight: 4, arbitrary: fc.constant([...commandNames]) },
      { weight: 1, arbitrary: fc.subarray([...commandNames]) },
    ),
  })
  .map(({ name, as, permitted }) => {
    if (as === 'themselves') return makePerson(name, permitted);
    return makeService('ci', as === 'agent' ? name : undefined, permitted);
  });

const refs = fc.subarray(people.map(name => `user:default/${name}`));
const roleMembers = fc.record({
  sre: refs,
  qa: refs,
  'engineering-lead': refs,
  [OWNER_ROLE]: refs,
});

const stride = fc.record({
  pick: fc.nat(1_000),
  // Now and then so long that a deadline passes.
  minutes: fc.oneof(fc.nat(9), fc.constant(30_000)),
});

/** Promotions that can be reached, by state, so that rare states come up as often as common ones. */
const byState = new Map<PromotionState, Promotion[]>();
for (const [seed, strides] of fc.sample(
  fc.tuple(
    fc.constantFrom(...walkSeeds),
    fc.array(stride, { maxLength: 15, size: 'max' }),
  ),
  { numRuns: 4_000, seed: 20261125 },
)) {
  const { steps, last } = walk(seed, strides);
  for (const promotion of [...steps.map(({ before }) => before), last]) {
    const known = byState.get(promotion.state) ?? [];
    byState.set(promotion.state, [...known.slice(-200), promotion]);
  }
}

const reachable: fc.Arbitrary<Promotion> = fc
  .constantFrom(...byState.values())
  .chain(promotions => fc.constantFrom(...promotions));

const hold: Hold = {
  holdId: 'hold-1',
  scope: { environment: 'canary' },
  stops: 'all',
  from: START,
  reason: 'Release freeze.',
  setBy: { kind: 'user', ref: 'user:default/erin' },
};

function barOn({ componentRef, to, release }: Promotion): BarredRelease {
  return {
    componentRef,
    environment: to,
    releaseId: release.releaseId,
    version: release.version,
    reason: 'It was rolled back.',
    promotionId: 'promotion-0',
    barredAt: START,
  };
}

const subject: fc.Arbitrary<PromotionSubject> = fc
  .record({
    promotion: reachable,
    roleMembers,
    isHeld: fc.boolean(),
    isBarred: fc.boolean(),
    voter: fc.option(fc.constantFrom(...people)),
    overrider: fc.option(fc.constantFrom(...people)),
    isOverdue: fc.boolean(),
  })
  .map(facts => {
    const { promotion, voter, overrider } = facts;
    const approvals: Approval[] = voter
      ? [
          makeApproval({
            userRef: `user:default/${voter}`,
            contentHash: promotion.contentHash,
          }),
        ]
      : [];
    const overrides: Override[] = overrider
      ? [
          makeOverride({
            userRef: `user:default/${overrider}`,
            review: {
              role: 'engineering-lead',
              dueAt: facts.isOverdue ? START : '2027-01-01T00:00:00.000Z',
            },
          }),
        ]
      : [];
    return makeSubject(promotion, {
      roleMembers: facts.roleMembers,
      holds: facts.isHeld ? [hold] : [],
      barred: facts.isBarred ? [barOn(promotion)] : [],
      approvals,
      overrides,
      openReviews: overrides,
    });
  });

/** Everything that could be said with a command: what is offered, and what is not. */
function sayings(
  name: PromotionCommandName,
  { promotion }: PromotionSubject,
  offer: Offer | undefined,
): { readonly given: GivenOf<PromotionCommandName>; offered: boolean }[] {
  const { contentHash } = promotion;
  const yes = (given: GivenOf<PromotionCommandName>) => ({
    given,
    offered: true,
  });
  const no = (given: GivenOf<PromotionCommandName>) => ({
    given,
    offered: false,
  });
  switch (name) {
    case 'approve':
    case 'reject':
      return [
        yes({ approvalId: 'a', contentHash }),
        ...(offer?.as ?? []).map(role =>
          yes({ approvalId: 'a', contentHash, role }),
        ),
        no({ approvalId: 'a', contentHash: hashOf('9') }),
        no({ approvalId: 'a', contentHash, role: 'nobody' }),
      ];
    case 'override':
      return [
        ...(offer?.targets ?? []).map(target =>
          yes({ overrideId: 'o', target, reason, contentHash }),
        ),
        no({
          overrideId: 'o',
          target: { kind: 'gate', gateId: 'coverage' },
          reason,
          contentHash,
        }),
        no({
          overrideId: 'o',
          target: { kind: 'hold', holdIds: ['another'] },
          reason,
          contentHash,
        }),
        no({
          overrideId: 'o',
          target: { kind: 'window' },
          reason,
          contentHash,
        }),
      ];
    case 'review':
      return [
        ...(offer?.choices ?? []).map(overrideId =>
          yes({ overrideId, comment: reason }),
        ),
        no({ overrideId: 'another', comment: reason }),
      ];
    case 'decide':
      return [yes({ choice: 'leave', reason })];
    default:
      return [yes({ reason })];
  }
}

/** Runs until each command was seen both allowed and refused, so that no property is empty. */
function everyCommand(
  check: (facts: {
    readonly name: PromotionCommandName;
    readonly subject: PromotionSubject;
    readonly person: Person;
    readonly offer: Offer | undefined;
  }) => void,
) {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(subject, person, (facts, who) => {
      for (const name of promotionCommandNames) {
        const answer = offerCommand(name, facts, who);
        const key = `${name} ${answer.allowed}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        check({
          name,
          subject: facts,
          person: who,
          offer: answer.allowed ? answer : undefined,
        });
      }
    }),
    { numRuns: 700, seed: 20261125 },
  );
  const wanted = promotionCommandNames.flatMap(name => [
    `${name} true`,
    `${name} false`,
  ]);
  expect(wanted.filter(key => !seen.has(key))).toEqual([]);
}

describe('The one door', () => {
  it('is tried in every state there is', () => {
    expect([...byState.keys()].sort()).toEqual([...promotionStates].sort());
  });

  it('accepts whatever a button offers, and nothing else', () => {
    everyCommand(({ name, subject: facts, person: who, offer }) => {
      for (const { given, offered } of sayings(name, facts, offer)) {
        const { allowed } = decideCommand({ name, given }, facts, who);
        expect(allowed).toBe(offer !== undefined && offered);
      }
    });
  }, 60_000);

  it('makes only events that the lifecycle takes', () => {
    everyCommand(({ name, subject: facts, person: who, offer }) => {
      for (const { given } of sayings(name, facts, offer)) {
        const answer = decideCommand({ name, given }, facts, who);
        if (!answer.allowed || !('event' in answer.decision)) continue;
        const { event } = answer.decision;
        if (!event) continue;
        const result = transition(facts.promotion, event, {
          at: facts.now,
          actor: who.actor,
        });
        expect(result).toMatchObject({ kind: 'transitioned' });
      }
    });
  }, 60_000);

  it('lets nothing happen to what has ended but a rollback, a retry and a review', () => {
    everyCommand(({ name, subject: facts, offer }) => {
      const { state } = facts.promotion;
      const hasEnded = terminalStates.some(each => each === state);
      const remains = ['rollback', 'retry', 'review'].includes(name);
      expect(offer !== undefined && hasEnded && !remains).toBe(false);
    });
  }, 60_000);

  it('lets no service, no agent and nobody without a role or a request undo what is published', () => {
    everyCommand(({ name, subject: facts, person: who, offer }) => {
      if (!offer) return;
      const { progress, terms } = facts.promotion;
      if (authority[name].caller === 'person') {
        expect(who.userRef).toBeDefined();
      }
      const undoes =
        ['rollback', 'decide'].includes(name) ||
        (name === 'cancel' && progress.deployment?.publishedAt !== undefined);
      if (!undoes) return;
      const able = [
        ...terms.path.approvals.slots.map(({ role }) => role),
        OWNER_ROLE,
      ].flatMap(role => facts.roleMembers[role] ?? []);
      expect(able).toContain(who.userRef);
    });
  }, 60_000);

  it('says for every refusal a code and a sentence', () => {
    everyCommand(({ subject: facts, person: who }) => {
      const commands = commandsOn(facts, who);
      expect(commands.map(({ name }) => name)).toEqual(promotionCommandNames);
      for (const { allowed, reason: why, code } of commands) {
        expect(allowed ? '' : why).toMatch(allowed ? /^$/ : /^[A-Z].*\.$/s);
        expect(code === undefined).toBe(allowed);
      }
    });
  }, 60_000);
});
