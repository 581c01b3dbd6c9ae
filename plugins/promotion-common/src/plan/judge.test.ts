// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  makeEnvironmentState,
  makeGateResult,
  makePath,
  makeReadinessFacts,
  makeRelease,
  START,
} from '../testing';
import { obstacleKinds, waitKinds } from '../model/Readiness';
import { plusMs } from '../model/moment';
import { judge } from './judge';
import { obstaclesOf } from './obstaclesOf';
import type { PathRules } from '../rules/PromotionRules';
import type { PromotionAhead, ReadinessFacts } from './ReadinessFacts';
import type {
  EnvironmentProblem,
  EnvironmentState,
} from '../model/EnvironmentState';
import { setupOf } from './setupOf';
import { liftedBy } from './waits';
import { makeEnvironment, makeTally } from '../testing';

const EARLIER = plusMs(START, -3_600_000);
const noGates = makePath({
  gates: [],
  approvals: { ...makePath().approvals, slots: [] },
});

function judged(given: Partial<ReadinessFacts> = {}) {
  return judge(makeReadinessFacts({ path: noGates, ...given }));
}

const release = makeRelease();
const bar = {
  componentRef: release.componentRef,
  environment: 'staging',
  releaseId: release.releaseId,
  version: release.version,
  reason: 'It crashed.',
  promotionId: 'promotion-0',
  barredAt: EARLIER,
};

const mayOverride: PathRules['overrides'] = {
  roles: ['sre'],
  targets: ['barred'],
};
const byQa: PathRules['rollback'] = {
  ...noGates.rollback,
  requires: { roles: ['qa'] },
};

/** Checkout as it was seen in staging, with this release's time there. */
function inStaging(
  interval: { readonly until?: string; readonly succeeded: boolean },
  seen: Partial<EnvironmentState> = {},
): ReadinessFacts['gates'] {
  const { gates } = makeReadinessFacts();
  const { releaseId, version } = release;
  const history = [{ releaseId, version, since: EARLIER, ...interval }];
  return { ...gates, source: makeEnvironmentState({ ...seen, history }) };
}

describe('A release that went wrong where it comes from', () => {
  it.each<[string, Partial<ReadinessFacts>, string | undefined]>([
    [
      'was rolled back there',
      { barred: [bar], liftRoles: ['sre'] },
      '2.4.0 was rolled back in staging and is blocked there.',
    ],
    [
      'was rolled back there, which a person lifted',
      { barred: [{ ...bar, liftedAt: START }] },
      undefined,
    ],
    [
      'was replaced before it was ever healthy',
      { gates: inStaging({ until: START, succeeded: false }) },
      '2.4.0 was never healthy in staging and was replaced there.',
    ],
    [
      'ran well and was replaced',
      { gates: inStaging({ until: START, succeeded: true }) },
      undefined,
    ],
    [
      'runs there and is not healthy yet',
      { gates: inStaging({ succeeded: false }, { health: 'progressing' }) },
      undefined,
    ],
    [
      'runs there, degraded, and was never healthy',
      { gates: inStaging({ succeeded: false }, { health: 'degraded' }) },
      '2.4.0 was never healthy in staging and is degraded there.',
    ],
    [
      'is degraded there after it was healthy, which is for gates to judge',
      { gates: inStaging({ succeeded: true }, { health: 'degraded' }) },
      undefined,
    ],
    [
      'is not live yet where another release is degraded',
      {
        gates: inStaging(
          { succeeded: false },
          { health: 'degraded', live: makeRelease({ version: '2.3.0' }) },
        ),
      },
      undefined,
    ],
  ])('is stopped if it %s', (_, given, message) => {
    const [first] = judged(given).obstacles ?? [];
    expect(first?.message).toBe(message);
    if (message === undefined) return;
    expect(first).toMatchObject({ kind: 'source', refuses: true });
    expect(first?.override).toBeUndefined();
  });

  it('is helped by whoever can allow it there again', () => {
    const { obstacles } = judged({ barred: [bar], liftRoles: ['sre'] });
    expect(obstacles?.[0]?.helpers).toEqual(['sre']);
  });

  it.each<[string, Partial<PathRules>, readonly string[]]>([
    ['those who can override it', { overrides: mayOverride }, ['sre']],
    ['those who can roll back, if nobody can', { rollback: byQa }, ['qa']],
    ['else the owners, by name', {}, ['group:default/storefront']],
  ])('in the target is helped by %s', (_, rules, helpers) => {
    const { overrides, ...path } = {
      ...noGates,
      overrides: undefined,
      ...rules,
    };
    const { obstacles } = judged({
      path: { ...path, ...(overrides && { overrides }) },
      component: {
        ...makeReadinessFacts().component,
        ownerRefs: ['group:default/storefront'],
      },
      barred: [{ ...bar, environment: noGates.to }],
    });
    expect(obstacles?.[0]).toMatchObject({ kind: 'barred', helpers });
  });

  it('holds up no rollback by hand', () => {
    expect(judged({ kind: 'rollback', barred: [bar] }).obstacles).toEqual([]);
  });
});

describe('The setup of an environment', () => {
  const placed = {
    ok: true,
    environment: makeEnvironment('canary'),
  } as const;
  const canary = makeEnvironmentState({ environment: 'canary' });
  const problem = (
    source: EnvironmentProblem['source'],
    kind: EnvironmentProblem['kind'],
    code = 'unreachable',
  ) => ({
    source,
    kind,
    code,
    message: `The ${source} has something.`,
    since: EARLIER,
  });

  it.each([
    ['as it should be', {}, [], []],
    [
      'with a manifest that cannot be used',
      { problems: [problem('repository', 'setup', 'manifest')] },
      ['manifest'],
      [],
    ],
    [
      'without its application',
      {
        problems: [problem('application', 'setup', 'application-missing')],
        health: 'missing' as const,
      },
      ['application-missing'],
      [],
    ],
    [
      'with an application that is degraded',
      {
        problems: [problem('application', 'condition', 'application-error')],
        health: 'degraded' as const,
      },
      [],
      [],
    ],
    [
      'while GitHub is away',
      { problems: [problem('repository', 'outage')] },
      [],
      ['repository'],
    ],
    [
      'while Argo CD is away',
      {
        problems: [problem('application', 'outage')],
        health: 'unknown' as const,
      },
      [],
      ['application'],
    ],
    [
      'while GitHub is away and Argo CD shows no application, each by itself',
      {
        problems: [
          problem('repository', 'outage'),
          problem('application', 'setup', 'application-missing'),
        ],
      },
      ['application-missing'],
      ['repository'],
    ],
    [
      'that nobody observes any more',
      { observedAt: plusMs(START, -30 * 86_400_000) },
      [],
      ['observer'],
    ],
  ])('is judged %s', (_, seen, problems, outages) => {
    const setup = setupOf(
      'canary',
      { placed, state: { ...canary, ...seen }, isTarget: true },
      START,
    );
    expect(setup.problems.map(({ code }) => code)).toEqual(problems);
    expect(setup.outages.map(({ source }) => source)).toEqual(outages);
  });

  it('is what a look says that is taken now, whatever was recorded', () => {
    const state = {
      ...canary,
      problems: [problem('repository', 'setup', 'manifest')],
    };
    const inspected = [
      { code: 'application-tracks-other-source', message: 'It is not ours.' },
    ];
    expect(
      setupOf('canary', { placed, state, inspected, isTarget: true }, START),
    ).toMatchObject({
      problems: inspected,
      outages: [],
    });
  });

  it.each([
    ['stops nothing where nothing is written', false, 0],
    ['is a problem where promotions write', true, 1],
  ])('without the right to sync %s', (_, isTarget, count) => {
    const found = problem('application', 'setup', 'application-sync-forbidden');
    const recorded = { placed, state: { ...canary, problems: [found] } };
    const inspected = { placed, state: canary, inspected: [found] };
    for (const facts of [recorded, inspected]) {
      const { problems } = setupOf('canary', { ...facts, isTarget }, START);
      expect(problems).toHaveLength(count);
    }
  });

  it('stops a promotion and names who can correct it', () => {
    const { headline, obstacles } = judged({
      setup: [
        {
          environment: 'canary',
          problems: [
            { code: 'application-missing', message: 'No application.' },
          ],
          outages: [],
        },
      ],
    });
    expect(headline).toBe(
      'checkout 2.4.0 may not move to canary: no application; storefront can mend it.',
    );
    expect(obstacles).toMatchObject([{ kind: 'setup', refuses: true }]);
  });
});

describe('A source that is away', () => {
  const outage = {
    source: 'repository' as const,
    message: 'GitHub is unreachable.',
    since: START,
  };
  const setup = ['staging', 'canary'].map(environment => ({
    environment,
    problems: [],
    outages: [outage],
  }));

  it('is waited for, and said once though both ends need it', () => {
    const { waits, headline } = judged({ setup });
    expect(waits).toMatchObject([{ kind: 'outage' }]);
    expect(headline).toBe(
      'checkout 2.4.0 may not move to canary yet: GitHub is unreachable.',
    );
  });
});

describe('A promotion behind another', () => {
  const cart: PromotionAhead = {
    promotionId: 'promotion-0',
    componentRef: 'component:default/cart',
    to: 'canary',
    version: '5.1.0',
    shares: 'file',
  };

  it.each([
    [
      'file',
      'It is queued behind cart 5.1.0 to canary, which writes the same file.',
    ],
    [
      'application',
      'It is queued behind cart 5.1.0 to canary, which is deployed by the same application.',
    ],
    ['environment', 'cart 5.1.0 is on its way to canary.'],
  ] as const)('names it and what they share: %s', (shares, message) => {
    const { waits, obstacles } = judged({ ahead: [{ ...cart, shares }] });
    expect(waits).toEqual([{ kind: 'slot', message }]);
    expect(obstacles).toMatchObject([{ tone: 'waits', refuses: false }]);
  });
});

describe('A quorum that nobody can fill', () => {
  const missing = {
    ref: 'group:default/no-such-team',
    role: 'sre',
    namedIn: 'roles.sre.groups of the rules',
    message:
      'The group no-such-team, named in roles.sre.groups of the rules, is not in the catalog.',
    remedy: 'Add the group to the catalog, or correct its name in the rules.',
  };

  it('names the group that is missing and where it is named', () => {
    const { headline, obstacles } = judge(
      makeReadinessFacts({
        path: makePath({ gates: [] }),
        roleMembers: { sre: [], qa: ['user:default/quinn'] },
        unknown: [missing],
      }),
    );
    expect(headline).toContain(
      'Nobody holds the role SRE: The group no-such-team, named in roles.sre.groups of the rules, is not in the catalog.',
    );
    expect(obstacles).toMatchObject([
      { kind: 'approval', tone: 'blocks', remedy: missing.remedy },
    ]);
  });

  it('asks nobody for help who is not in the catalog', () => {
    const owner = 'group:default/storefront';
    const { obstacles } = judge(
      makeReadinessFacts({
        unknown: [{ ...missing, role: undefined, ref: owner }],
      }),
    );
    expect(obstacles?.flatMap(({ helpers }) => helpers)).not.toContain(owner);
  });
});

describe('The obstacles', () => {
  it('stand in the order people read them, and each says whether and by whom it can be overridden', () => {
    const { gates, component, path } = makeReadinessFacts();
    const facts = makeReadinessFacts({
      barred: [
        {
          componentRef: component.componentRef,
          environment: path.to,
          releaseId: gates.release.releaseId,
          version: gates.release.version,
          reason: 'It was rolled back.',
          promotionId: 'promotion-0',
          barredAt: START,
        },
      ],
    });
    const obstacles = obstaclesOf(facts, {
      gates: [makeGateResult({ status: 'failed' })],
      barred: true,
      tally: makeTally({ reached: false }),
      waits: waitKinds.map(kind => ({
        kind,
        message: `${kind}.`,
        ...(kind === 'hold' && { holdId: 'hold-1' }),
      })),
      overrides: [],
    });
    const order = obstacles.map(({ kind }) => obstacleKinds.indexOf(kind));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(
      obstacles
        .filter(({ override }) => override?.roles.includes('sre'))
        .map(({ kind }) => kind),
    ).toEqual(['barred', 'gate', 'approval', 'window', 'hold']);
  });

  it.each(waitKinds)('tell who ends a wait for %s', kind => {
    expect(['time', 'turn', 'source', 'people']).toContain(liftedBy(kind));
  });
});
