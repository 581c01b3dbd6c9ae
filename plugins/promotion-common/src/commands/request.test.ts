// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion } from '../lifecycle/Promotion';
import { transition } from '../lifecycle/transition';
import { EVERYWHERE } from '../model/movingTag';
import type { Release } from '../model/Release';
import { plusMs } from '../model/moment';
import type { ReadinessFacts } from '../plan/ReadinessFacts';
import {
  hashOf,
  makeEnvironmentState,
  makePath,
  makePerson,
  makePromotion,
  makeRelease,
  makeService,
  makeSubject,
  makeTerms,
  START,
} from '../testing';
import type { GivenOf } from './CommandRule';
import { decideCommand } from './decideCommand';
import type { Person, RequestSubject } from './subjects';

const path = makePath({ gates: [] });
const blockedPath = makePath();
const older = makeRelease({ version: '2.3.0' });
const newer = makeRelease({ version: '2.3.5' });

/** 2.3.0 was in staging before 2.3.5, which is there now. */
const source = makeEnvironmentState({
  live: newer,
  since: START,
  history: [
    { ...intervalOf(newer), since: START },
    { ...intervalOf(older), since: plusMs(START, -86_400_000) },
  ],
});

function intervalOf({ releaseId, version }: Release) {
  return { releaseId, version, since: START, succeeded: true };
}

const waitingFor = (
  release: Release,
  overrides: Partial<Promotion> = {},
): Promotion =>
  makePromotion({
    promotionId: `of-${release.version}`,
    release,
    state: 'awaiting-approval',
    terms: makeTerms(path),
    ...overrides,
  });

function subjectFor(
  release: Release,
  person: Person,
  overrides: Partial<RequestSubject> & { readonly path?: typeof path } = {},
): RequestSubject {
  const { promotion, ...rest } = makeSubject(waitingFor(release));
  const { path: asked = path, ...changes } = overrides;
  const surroundings = { ...rest, ...changes };
  const facts: ReadinessFacts = {
    now: START,
    kind: 'promotion',
    component: surroundings.component,
    path: asked,
    gates: {
      componentRef: promotion.componentRef,
      from: 'staging',
      to: 'canary',
      release,
      source,
      target: makeEnvironmentState({ environment: 'canary' }),
      evidence: [],
      requesterRefs: person.requesterRefs,
      tags: EVERYWHERE,
    },
    contentHash: hashOf('c'),
    approvals: [],
    overrides: [],
    roleMembers: surroundings.roleMembers,
    holds: [],
    barred: [],
    setup: [],
    ahead: [],
  };
  return {
    to: 'canary',
    open: [],
    facts,
    sourceState: source,
    ...surroundings,
  };
}

const ask = (
  release: Release,
  person: Person,
  {
    given = {},
    ...subject
  }: Parameters<typeof subjectFor>[2] & {
    readonly given?: Partial<GivenOf<'request'>>;
  } = {},
) =>
  decideCommand(
    {
      name: 'request',
      given: {
        promotionId: 'new',
        whenBlocked: 'refuse',
        overrides: [],
        ...given,
      },
    },
    subjectFor(release, person, subject),
    person,
  );

const zoe = makePerson('zoe');
const dana = makePerson('dana');

describe('Requesting what is under way', () => {
  const open = [waitingFor(newer)];

  it('joins its requesters, who then cannot approve it', () => {
    const answer = ask(newer, makePerson('sam'), {
      open,
      given: { reason: 'We need it too.' },
    });
    expect(answer).toMatchObject({
      decision: {
        kind: 'existing',
        promotionId: 'of-2.3.5',
        event: {
          type: 'joined',
          requesterRefs: ['user:default/sam'],
          reason: 'We need it too.',
        },
      },
    });
    if (!answer.allowed || answer.decision.kind !== 'existing') return;
    const { event } = answer.decision;
    const joined =
      event &&
      transition(waitingFor(newer), event, { at: START, actor: dana.actor });
    expect(joined).toMatchObject({
      promotion: { requesterRefs: ['user:default/dana', 'user:default/sam'] },
    });
  });

  it('joins an agent together with the person it acts for', () => {
    expect(ask(newer, makeService('agent', 'zoe'), { open })).toMatchObject({
      decision: {
        event: { requesterRefs: ['external:agent', 'user:default/zoe'] },
      },
    });
  });

  it('changes nothing for whoever is a requester already', () => {
    const answer = ask(newer, dana, { open });
    expect(answer).toEqual({
      allowed: true,
      decision: { kind: 'existing', promotionId: 'of-2.3.5' },
    });
  });

  it.each<[string, Partial<GivenOf<'request'>>, string]>([
    ['another plan', { contentHash: hashOf('9') }, 'outdated'],
    [
      'overrides',
      {
        overrides: [
          {
            overrideId: 'o',
            target: { kind: 'approval' },
            reason: 'Customers wait.',
          },
        ],
      },
      'already-asked',
    ],
  ])('is refused with %s', (_, given, code) => {
    expect(ask(newer, zoe, { open, given })).toMatchObject({
      refusal: { code, remedy: expect.stringContaining('of-2.3.5') },
    });
  });

  it('is refused for whoever is the last possible approver', () => {
    expect(ask(newer, makePerson('quinn'), { open })).toMatchObject({
      refusal: { code: 'would-disqualify' },
    });
  });

  it('takes the place of one whose approvals can never come in', () => {
    const hopeless = waitingFor(newer, {
      requesterRefs: ['user:default/quinn'],
    });
    expect(ask(newer, zoe, { open: [hopeless] })).toMatchObject({
      decision: {
        kind: 'new',
        supersedes: [{ promotionId: 'of-2.3.5' }],
      },
    });
  });
});

describe('A request', () => {
  it('whose approvals can never come in is refused at once', () => {
    const quinn = makePerson('quinn');
    for (const whenBlocked of ['refuse', 'wait'] as const) {
      expect(ask(newer, quinn, { given: { whenBlocked } })).toMatchObject({
        refusal: { code: 'never-enough' },
      });
    }
  });

  it('of a newer release replaces a waiting older one, with or without a reason', () => {
    const open = [waitingFor(older)];
    expect(ask(newer, dana, { open })).toMatchObject({
      decision: { kind: 'new', supersedes: [{ promotionId: 'of-2.3.0' }] },
    });
  });

  it('of an older release needs a reason, and names what it replaces', () => {
    const open = [waitingFor(newer)];
    expect(ask(older, dana, { open })).toMatchObject({
      refusal: {
        code: 'older-release',
        remedy: 'Give a reason to replace 2.3.5 by 2.3.0.',
      },
    });
    const given = { reason: '2.3.5 loses orders.' };
    expect(ask(older, dana, { open, given })).toMatchObject({
      decision: { supersedes: [{ promotionId: 'of-2.3.5' }] },
    });
  });

  it.each([
    ['older', older, newer],
    ['newer', newer, older],
  ])(
    'of an %s release that is blocked itself replaces nothing',
    (_, release, other) => {
      const open = [waitingFor(other)];
      const given = { whenBlocked: 'wait', reason: 'It is urgent.' } as const;
      expect(
        ask(release, dana, { open, given, path: blockedPath }),
      ).toMatchObject({ refusal: { code: 'lane-taken' } });
    },
  );

  it('replaces nothing that executes', () => {
    const open = [waitingFor(older, { state: 'executing' })];
    expect(ask(newer, dana, { open })).toMatchObject({
      decision: { kind: 'new', supersedes: [] },
    });
  });

  it.each<[string, Person, string]>([
    ['a service', makeService('ci'), 'people-only'],
    ['somebody without the role', dana, 'needs-role'],
    [
      'somebody without the permission to override',
      makePerson('sam', ['request']),
      'no-permission',
    ],
  ])('with overrides is refused for %s', (_, who, code) => {
    const given = {
      overrides: [
        {
          overrideId: 'o',
          target: {
            kind: 'gate' as const,
            gateId: 'coverage',
            status: 'no-data' as const,
          },
          reason: 'Customers wait.',
        },
      ],
    };
    expect(ask(newer, who, { given, path: blockedPath })).toMatchObject({
      refusal: { code },
    });
  });

  it('with overrides of gates is one person’s, and of the approval too is not', () => {
    const sam = makePerson('sam');
    const gate = {
      overrideId: 'o',
      target: {
        kind: 'gate' as const,
        gateId: 'coverage',
        status: 'no-data' as const,
      },
      reason: 'Customers wait.',
    };
    const approval = { ...gate, target: { kind: 'approval' as const } };
    const asked = (overrides: GivenOf<'request'>['overrides']) =>
      ask(newer, sam, { given: { overrides }, path: blockedPath });
    expect(asked([gate])).toMatchObject({ decision: { kind: 'new' } });
    expect(asked([gate, approval])).toMatchObject({
      refusal: { code: 'own-override' },
    });
  });
});
