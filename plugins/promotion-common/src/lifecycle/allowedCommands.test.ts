// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import {
  allEvents,
  makeApproval,
  makeOverride,
  makePromotion,
  START,
  walk,
  walkSeeds,
  WORKER,
} from '../testing';
import type { TallyFacts } from '../approvals/TallyFacts';
import { allowedCommands } from './allowedCommands';
import type { CommandName } from './Command';
import { commandNames } from './Command';
import type { EventType } from './events';
import type { Promotion } from './Promotion';
import { transition } from './transition';
import type { ViewerFacts } from './ViewerFacts';

const tally = (
  promotion: Promotion,
  overrides: Partial<TallyFacts> = {},
): TallyFacts => ({
  approvals: [],
  contentHash: promotion.contentHash,
  requesterRefs: promotion.requesterRefs,
  roleMembers: { sre: ['user:default/sam'], qa: ['user:default/quinn'] },
  ...overrides,
});

const viewer = (
  promotion: Promotion,
  userRef: string | undefined,
  overrides: Partial<ViewerFacts> = {},
): ViewerFacts => ({
  ...(userRef !== undefined && { userRef }),
  permitted: commandNames,
  tally: tally(promotion),
  overrides: [],
  ...overrides,
});

const answer = (name: CommandName, promotion: Promotion, facts: ViewerFacts) =>
  allowedCommands(promotion, facts, START).find(one => one.name === name);

describe('allowedCommands', () => {
  const waiting = makePromotion({ state: 'awaiting-approval' });

  it('answers for every command, once', () => {
    const names = allowedCommands(
      waiting,
      viewer(waiting, 'user:default/sam'),
      START,
    ).map(one => one.name);
    expect(names).toEqual([...commandNames]);
  });

  it('lets somebody with a required role approve, as that role', () => {
    expect(
      answer('approve', waiting, viewer(waiting, 'user:default/sam')),
    ).toEqual({
      name: 'approve',
      allowed: true,
      roles: ['sre'],
    });
  });

  it.each<[string, CommandName, string | undefined, string]>([
    [
      'whoever asked approve',
      'approve',
      'user:default/dana',
      'You asked for this promotion; somebody else must agree.',
    ],
    [
      'somebody without a role approve',
      'approve',
      'user:default/zoe',
      'You do not hold SRE or QA; only they can agree here.',
    ],
    [
      'a service approve',
      'approve',
      undefined,
      'Only a person may do this; sign in as yourself, without a service acting for you.',
    ],
    [
      'a service override',
      'override',
      undefined,
      'Only a person may do this; sign in as yourself, without a service acting for you.',
    ],
    [
      'somebody without the role override',
      'override',
      'user:default/quinn',
      'Overriding here needs an SRE.',
    ],
    [
      'anybody withdraw what they have not said',
      'withdraw',
      'user:default/sam',
      'You have not decided here, or your decision no longer counts.',
    ],
    [
      'anybody roll back what touched nothing',
      'rollback',
      'user:default/sam',
      'Nothing of it is in the target that could be put back.',
    ],
    [
      'anybody retry what is under way',
      'retry',
      'user:default/sam',
      'It is still under way.',
    ],
  ])('does not let %s', (_, name, who, reason) => {
    expect(answer(name, waiting, viewer(waiting, who))).toEqual({
      name,
      allowed: false,
      reason,
    });
  });

  it('says that there is no permission before anything else', () => {
    const facts = viewer(waiting, 'user:default/sam', { permitted: [] });
    expect(answer('approve', waiting, facts)).toEqual({
      name: 'approve',
      allowed: false,
      reason: 'You have no permission to approve here.',
    });
  });

  it('lets somebody take back a decision that stands, and not agree twice', () => {
    const facts = viewer(waiting, 'user:default/sam', {
      tally: tally(waiting, { approvals: [makeApproval()] }),
    });
    expect(answer('withdraw', waiting, facts)?.allowed).toBe(true);
    expect(answer('approve', waiting, facts)).toMatchObject({
      allowed: false,
      reason: 'You have agreed already.',
    });
    expect(answer('reject', waiting, facts)?.allowed).toBe(true);
  });

  it('lets the role of a review review, and nobody their own override', () => {
    const overrides = [
      makeOverride({
        review: { role: 'qa', dueAt: '2026-03-05T09:00:00.000Z' },
      }),
    ];
    expect(
      answer(
        'review',
        waiting,
        viewer(waiting, 'user:default/quinn', { overrides }),
      )?.allowed,
    ).toBe(true);
    expect(
      answer(
        'review',
        waiting,
        viewer(waiting, 'user:default/sam', { overrides }),
      )?.allowed,
    ).toBe(false);
  });

  it('allows nothing that the lifecycle would ignore', () => {
    const eventOf: Partial<Record<CommandName, EventType>> = {
      approve: 'approved',
      reject: 'rejected',
      withdraw: 'approval-withdrawn',
      override: 'overridden',
      cancel: 'cancel-requested',
      decide: 'decided',
    };
    const strides = fc.array(
      fc.record({ pick: fc.nat(1_000), minutes: fc.nat(9) }),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(fc.nat(walkSeeds.length - 1), strides, (index, steps) => {
        const seed = walkSeeds[index];
        if (!seed) return;
        const { last } = walk(seed, steps);
        for (const { name, allowed } of allowedCommands(
          last,
          viewer(last, 'user:default/sam'),
          START,
        )) {
          const type = eventOf[name];
          if (!allowed || type === undefined) continue;
          const events = allEvents
            .filter(event => event.type === type)
            // The decisions at hand are about the fixture's content, whichever the promotion has by now.
            .map(event =>
              'approval' in event
                ? {
                    ...event,
                    approval: {
                      ...event.approval,
                      contentHash: last.contentHash,
                    },
                  }
                : event,
            )
            .map(event =>
              'override' in event
                ? {
                    ...event,
                    override: {
                      ...event.override,
                      contentHash: last.contentHash,
                    },
                  }
                : event,
            );
          const results = events.map(event =>
            transition(last, event, { at: START, actor: WORKER }),
          );
          expect(results.some(result => result.kind === 'transitioned')).toBe(
            true,
          );
        }
      }),
    );
  });
});
