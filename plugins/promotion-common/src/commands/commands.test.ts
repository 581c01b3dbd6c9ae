// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { transition } from '../lifecycle/transition';
import type { Promotion } from '../lifecycle/Promotion';
import type { PromotionEvent } from '../lifecycle/events';
import { allowedWhenRecorded } from '../lifecycle/PersonEvent';
import { liftsHold, upgradeOverride } from '../model/Approval';
import type { Hold } from '../model/Hold';
import { plusMs } from '../model/moment';
import { overridesInForce } from '../plan/overridesInForce';
import {
  hashOf,
  makeChange,
  makeEnvironmentState,
  makeGateResult,
  makeOpenTally,
  makeOverride,
  makePath,
  makePerson,
  makePromotion,
  makeReadiness,
  makeRelease,
  makeService,
  makeSubject,
  makeTerms,
  members,
  START,
} from '../testing';
import { authority, commandNames } from './authority';
import type { CommandName } from './authority';
import { decideCommand, offerCommand } from './decideCommand';
import type { Person, PromotionSubject } from './subjects';

const LATER = plusMs(START, 60_000);

const published = (
  path: Parameters<typeof makeTerms>[0] = {},
  overrides: Partial<Promotion> = {},
) =>
  makePromotion({
    terms: makeTerms(path),
    state: 'executing',
    targetState: 'new',
    progress: {
      validations: [],
      deployment: {
        attempt: 1,
        startedAt: START,
        change: makeChange(),
        publishedCommit: 'c'.repeat(40),
        publishedAt: START,
      },
    },
    ...overrides,
  });

const prepared = (overrides: Partial<Promotion> = {}) =>
  makePromotion({
    state: 'executing',
    progress: {
      validations: [],
      deployment: { attempt: 1, startedAt: START, change: makeChange() },
    },
    ...overrides,
  });

const happen = (promotion: Promotion, ...events: PromotionEvent[]) =>
  events.reduce((before, event) => {
    const result = transition(before, allowedWhenRecorded(event), {
      at: LATER,
      actor: { kind: 'system', ref: 'system' },
    });
    if (result.kind === 'ignored') throw new Error(result.message);
    return result.promotion;
  }, promotion);

function cancelled(subject: PromotionSubject, person: Person): Promotion {
  const answer = decideCommand(
    { name: 'cancel', given: { reason: 'Wrong one.' } },
    subject,
    person,
  );
  if (!answer.allowed) throw new Error(answer.refusal.message);
  return happen(subject.promotion, answer.decision.event);
}

const codeOf = (name: CommandName, subject: PromotionSubject, who: Person) => {
  const answer = offerCommand(name as 'cancel', subject, who);
  return answer.allowed ? 'allowed' : answer.refusal.code;
};

describe('The table of authority', () => {
  it('names every command once, with a permission of this suite', () => {
    expect(Object.keys(authority).sort()).toEqual([...commandNames].sort());
    for (const { permission } of Object.values(authority)) {
      expect(permission).toMatch(/^promotion\./);
    }
  });

  it.each(commandNames.filter(name => authority[name].by !== 'anyone'))(
    'gives %s to nobody who is only signed in, with a policy that allows all',
    name => {
      const subject = {
        ...makeSubject(makePromotion({ state: 'awaiting-approval' })),
        environment: 'canary',
        releaseId: makeRelease().releaseId,
        paths: [makePath()],
        open: [],
        hold: { scope: {}, stops: 'all' as const },
      };
      const guest = makePerson('guest');
      expect(offerCommand(name as 'cancel', subject, guest).allowed).toBe(
        false,
      );
    },
  );
});

describe('A retry', () => {
  it('says who took the last attempt back by hand, and with which commit', () => {
    const message =
      'Grace rolled canary back to 2.3.0 with commit 0123456 "Back".';
    const promotion = published();
    const { deployment } = promotion.progress;
    const ended = (observation: object) =>
      makeSubject(
        published(
          {},
          {
            state: 'failed',
            outcome: { code: 'overtaken', message },
            progress: {
              validations: [],
              ...(deployment && {
                deployment: {
                  ...deployment,
                  observation: {
                    status: 'superseded',
                    message: 'Another image is there.',
                    images: [],
                    observedAt: START,
                    ...observation,
                  },
                },
              }),
            },
          },
        ),
      );
    const offer = (observation: object) =>
      offerCommand('retry', ended(observation), makePerson('dana'));
    const commit = '0123456'.padEnd(40, '0');
    const overtakenBy = { commit, author: 'Grace', subject: 'Back' };
    expect(offer({ overtakenBy: { ...overtakenBy, restored: true } })).toEqual({
      allowed: true,
      warning: `${message} Retrying deploys 2.4.0 to canary again.`,
    });
    expect(offer({})).toEqual({ allowed: true });
  });
});

describe('A hold', () => {
  const one = {
    componentRef: makeRelease().componentRef,
    environment: 'canary',
  };
  const subject = (scope: Hold['scope']) => ({
    ...makeSubject(makePromotion({ state: 'awaiting-approval' })),
    paths: [makePath()],
    hold: { scope, stops: 'all' as const },
  });

  it.each<[string, Hold['scope'], string, string | true]>([
    ['everywhere', {}, 'omar', true],
    ['everywhere', {}, 'sam', 'an operator named in app-config'],
    ['in an environment', { environment: 'canary' }, 'olivia', 'an operator'],
    ['of a component', { componentRef: one.componentRef }, 'omar', true],
    ['on one target', one, 'sam', true],
  ])('%s (%j) answers %s: %s', (_, scope, name, answer) => {
    for (const command of ['set-hold', 'lift-hold', 'except-hold'] as const) {
      const offer = offerCommand(command, subject(scope), makePerson(name));
      expect(offer.allowed || offer.refusal.message).toEqual(
        answer === true ? true : expect.stringContaining(`Only ${answer}`),
      );
    }
  });
});

describe('Cancelling', () => {
  const rules = { roles: ['sre'] };

  it.each<[string, Person, string]>([
    ['a service', makeService('ci'), 'people-only'],
    ['an agent', makeService('agent', 'sam'), 'people-only'],
    ['the requester', makePerson('dana'), 'needs-role'],
    ['somebody without the role', makePerson('quinn'), 'needs-role'],
    ['who can roll back', makePerson('sam'), 'allowed'],
  ])('what is published asks %s for a rollback’s right', (_, who, code) => {
    const promotion = published({
      rollback: { ...makePath().rollback, requires: rules },
    });
    const subject = makeSubject(promotion);
    expect(codeOf('cancel', subject, who)).toBe(code);
    expect(codeOf('rollback', subject, who)).toBe(code);
  });

  it('what is published asks for a decision where the rules propose', () => {
    const promotion = published({
      rollback: {
        ...makePath().rollback,
        requires: rules,
        onFailure: 'propose',
      },
    });
    expect(cancelled(makeSubject(promotion), makePerson('sam')).state).toBe(
      'awaiting-decision',
    );
  });

  it.each<[string, Person, string]>([
    ['goes on, when they cannot roll back', makePerson('dana'), 'executing'],
    ['rolls back, when they can', makePerson('sam'), 'rolling-back'],
  ])('what turns out to be published already %s', (_, who, state) => {
    const asked = cancelled(makeSubject(prepared()), who);
    const told = happen(asked, { type: 'published', commit: 'c'.repeat(40) });
    expect(told).toMatchObject({ state, targetState: 'new' });
  });

  it.each<[string, Person, string]>([
    ['whom the agent asked for', makePerson('dana'), 'allowed'],
    ['the agent, for them', makeService('agent', 'dana'), 'allowed'],
    ['the agent, for somebody else', makeService('agent', 'zoe'), 'needs-role'],
    ['the agent, for nobody', makeService('agent'), 'needs-role'],
  ])('what an agent asked for somebody answers %s: %s', (_, who, code) => {
    const { actor, requesterRefs } = makeService('agent', 'dana');
    const promotion = makePromotion({
      state: 'awaiting-approval',
      requestedBy: actor,
      requesterRefs: [...requesterRefs],
    });
    expect(codeOf('cancel', makeSubject(promotion), who)).toBe(code);
  });

  it('what a service asked for itself is its own, also after people joined', () => {
    const { actor, requesterRefs } = makeService('ci');
    const promotion = makePromotion({
      state: 'awaiting-approval',
      requestedBy: actor,
      requesterRefs: [...requesterRefs, 'user:default/dana'],
    });
    const subject = makeSubject(promotion);
    expect(codeOf('cancel', subject, makeService('ci'))).toBe('allowed');
    expect(codeOf('cancel', subject, makeService('cd'))).toBe('needs-role');
  });

  it('a waiting promotion is for those it is a matter of', () => {
    const subject = makeSubject(makePromotion({ state: 'awaiting-approval' }));
    const able = ['dana', 'sam', 'quinn', 'olivia'].map(name =>
      codeOf('cancel', subject, makePerson(name)),
    );
    expect(able).toEqual(['allowed', 'allowed', 'allowed', 'allowed']);
    expect(codeOf('cancel', subject, makePerson('zoe'))).toBe('needs-role');
  });
});

describe('Stopping a rollback that has changed nothing yet', () => {
  it.each<[string, Person, string]>([
    ['its requester', makePerson('dana'), 'allowed'],
    ['who can roll back', makePerson('sam'), 'allowed'],
    ['an approving role without that right', makePerson('quinn'), 'needs-role'],
    ['an owner without that right', makePerson('olivia'), 'needs-role'],
    ['a service', makeService('ci'), 'people-only'],
  ])('answers %s: %s', (_, who, code) => {
    const terms = makeTerms({
      rollback: { ...makePath().rollback, requires: { roles: ['sre'] } },
    });
    const queued = makePromotion({
      kind: 'rollback',
      state: 'queued',
      terms,
    });
    expect(codeOf('cancel', makeSubject(queued), who)).toBe(code);
  });
});

describe('Rolling back', () => {
  it.each<[string, string, string]>([
    ['an approving role', 'quinn', 'allowed'],
    ['an owner', 'olivia', 'allowed'],
    ['nobody else', 'erin', 'needs-role'],
  ])('is by default for %s', (_, name, code) => {
    const subject = makeSubject(published());
    expect(codeOf('rollback', subject, makePerson(name))).toBe(code);
  });

  it('is not by default for an approving role of another path', () => {
    const subject = makeSubject(
      published({ approvals: { ...makePath().approvals, slots: [] } }),
    );
    expect(codeOf('rollback', subject, makePerson('quinn'))).toBe('needs-role');
  });
});

describe('Rolling back an environment that several paths lead to', () => {
  const strict = makePath({
    rollback: { ...makePath().rollback, requires: { roles: ['sre'] } },
  });
  const open = makePath({
    from: 'hotfix',
    rollback: { ...makePath().rollback, requires: { roles: ['sre', 'qa'] } },
  });

  it.each([
    ['sam', 'nothing-to-restore'],
    ['quinn', 'needs-role'],
    ['olivia', 'needs-role'],
  ])('takes the right on each of them: %s is answered %s', (name, code) => {
    const subject = {
      ...makeSubject(makePromotion()),
      environment: 'canary',
      paths: [open, strict],
      open: [],
    };
    expect(codeOf('rollback-environment', subject, makePerson(name))).toBe(
      code,
    );
  });
});

it('Accepting what is in an environment no path leads to is for nobody', () => {
  const subject = {
    ...makeSubject(makePromotion()),
    environment: 'canary',
    paths: [],
    open: [],
    state: makeEnvironmentState({ environment: 'canary' }),
  };
  expect(codeOf('adopt', subject, makePerson('sam'))).toBe('needs-role');
});

describe('Retrying', () => {
  it.each([
    ['superseded', 'not-retryable'],
    ['succeeded', 'not-retryable'],
    ['failed', 'allowed'],
  ] as const)('what is %s is %s', (state, code) => {
    const subject = makeSubject(makePromotion({ state }));
    expect(codeOf('retry', subject, makePerson('dana'))).toBe(code);
  });
});

describe('Voting', () => {
  it.each(['approve', 'reject', 'withdraw'] as const)(
    'has no %s for a rollback, which asks for no votes',
    name => {
      const promotion = makePromotion({ kind: 'rollback', state: 'queued' });
      const subject = makeSubject(promotion);
      expect(codeOf(name, subject, makePerson('quinn'))).not.toBe('allowed');
    },
  );
});

describe('Overriding', () => {
  const hold = (holdId: string, from = START): Hold => ({
    holdId,
    scope: { environment: 'canary' },
    stops: 'all',
    from,
    reason: `Freeze ${holdId}.`,
    setBy: { kind: 'user', ref: 'user:default/erin' },
  });
  const failing = (status: 'no-data' | 'failed') =>
    makePromotion({
      state: 'awaiting-gates',
      readiness: makeReadiness({
        gates: [makeGateResult({ status })],
        blockingGateIds: ['coverage'],
      }),
    });
  const give = (
    subject: PromotionSubject,
    who: Person,
    target: Parameters<typeof makeOverride>[0] extends infer O
      ? O extends { target?: infer T }
        ? NonNullable<T>
        : never
      : never,
  ) =>
    decideCommand(
      {
        name: 'override',
        given: {
          overrideId: 'override-1',
          target,
          reason: 'Customers wait.',
          contentHash: subject.promotion.contentHash,
        },
      },
      subject,
      who,
    );

  it.each(['hold', 'barred', 'window', 'approval'] as const)(
    'refuses a %s where none is there',
    kind => {
      const subject = makeSubject(failing('failed'));
      expect(give(subject, makePerson('sam'), { kind })).toMatchObject({
        refusal: { code: expect.stringMatching(/nothing|not-overridable/) },
      });
    },
  );

  it('names the holds it lifts, and lifts no later one', () => {
    const frozenBy = (...holdIds: string[]) =>
      makeSubject(
        makePromotion({
          state: 'queued',
          readiness: makeReadiness({
            waits: holdIds.map(holdId => ({
              kind: 'hold',
              message: `Freeze ${holdId}.`,
              holdId,
            })),
          }),
        }),
        { holds: holdIds.map(holdId => hold(holdId)) },
      );
    const target = { kind: 'hold' as const, holdIds: ['a'] };
    const answer = give(frozenBy('a'), makePerson('sam'), target);
    if (!answer.allowed) throw new Error(answer.refusal.message);
    const { override } = answer.decision;
    expect(liftsHold(override, hold('a'))).toBe(true);
    expect(liftsHold(override, hold('b'))).toBe(false);
    expect(give(frozenBy('b'), makePerson('sam'), target)).toMatchObject({
      refusal: { code: 'outdated' },
    });
  });

  it('takes a gate only with the status that is there now', () => {
    const sam = makePerson('sam');
    const target = { kind: 'gate', gateId: 'coverage' } as const;
    const seen = { ...target, status: 'no-data' } as const;
    expect(give(makeSubject(failing('no-data')), sam, seen).allowed).toBe(true);
    expect(give(makeSubject(failing('failed')), sam, seen)).toMatchObject({
      refusal: { code: 'outdated' },
    });
    expect(give(makeSubject(failing('failed')), sam, target).allowed).toBe(
      false,
    );
  });

  it('of the approval takes somebody who is no requester, unless the rules say so', () => {
    const waiting = makePromotion({
      state: 'awaiting-approval',
      requesterRefs: ['user:default/sam'],
      readiness: makeReadiness({ tally: makeOpenTally() }),
    });
    const subject = makeSubject(waiting);
    const target = { kind: 'approval' } as const;
    expect(give(subject, makePerson('sam'), target)).toMatchObject({
      refusal: { code: 'own-override' },
    });
    expect(give(subject, makePerson('sofia'), target).allowed).toBe(true);
    const rules = { ...makePath().overrides!, allowRequester: true };
    const path = makePath({ overrides: rules });
    const lenient = { ...waiting, terms: { ...waiting.terms, path } };
    expect(give(makeSubject(lenient), makePerson('sam'), target).allowed).toBe(
      true,
    );
  });

  it('of the approval counts no more once its giver has joined the requesters', () => {
    const override = makeOverride({ target: { kind: 'approval' } });
    const inForce = (requesterRefs: string[]) =>
      overridesInForce({
        path: makePath(),
        overrides: [override],
        contentHash: override.contentHash,
        roleMembers: members,
        gates: { requesterRefs },
      });
    expect(inForce(['user:default/dana'])).toHaveLength(1);
    expect(inForce(['user:default/dana', override.userRef])).toHaveLength(0);
  });

  it('waits for the overdue review of an earlier override of the role', () => {
    const earlier = (dueAt: string) =>
      makeOverride({ review: { role: 'engineering-lead', dueAt } });
    const offer = (dueAt: string) =>
      offerCommand(
        'override',
        makeSubject(failing('failed'), { openReviews: [earlier(dueAt)] }),
        makePerson('sam'),
      );
    expect(offer(plusMs(START, 1)).allowed).toBe(true);
    expect(offer(START)).toMatchObject({
      refusal: {
        code: 'review-overdue',
        whoCould: ['engineering-lead'],
        remedy: 'Engineering Lead must review that override first.',
      },
    });
  });

  it('that was stored without a status lifts the one its verdict tells', () => {
    const stored = makeOverride({ verdict: 'no-data: No report.' });
    expect(upgradeOverride(stored).target).toEqual({
      kind: 'gate',
      gateId: 'coverage',
      status: 'no-data',
    });
    const held = makeOverride({ target: { kind: 'hold' } });
    expect(liftsHold(held, hold('a'))).toBe(true);
    expect(liftsHold(held, hold('a', LATER))).toBe(false);
  });
});

describe('A decision', () => {
  it('counts only for what was seen', () => {
    const subject = makeSubject(
      makePromotion({
        state: 'awaiting-approval',
        readiness: makeReadiness({ tally: makeOpenTally() }),
      }),
    );
    const answer = decideCommand(
      {
        name: 'approve',
        given: { approvalId: 'a', contentHash: hashOf('9') },
      },
      subject,
      makePerson('sam'),
    );
    expect(answer).toMatchObject({ refusal: { code: 'outdated' } });
  });
});
