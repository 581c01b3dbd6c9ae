// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { planFactsOf, type Snapshot } from '../facts';
import type { EnvironmentState } from '../model/EnvironmentState';
import type { Evidence } from '../model/Evidence';
import type { Hold } from '../model/Hold';
import { planPromotion } from '../plan/planPromotion';
import {
  makeEnvironment,
  makeEnvironmentState,
  makeOverride,
  makePerson,
  makePromotion,
  makeRelease,
  makeSnapshot,
  makeSubject,
  START,
} from '../testing';
import { commandNames, type CommandName } from '../commands/authority';
import { OWNER_ROLE } from '../rules/pathSection';
import { buildComponentView } from './buildComponentView';
import { buildPromotionView, buildSummary } from './buildPromotionView';
import { componentViewSchema, type PathView } from './ComponentView';

const rulesText = (path: string) => `
apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
environments:
  staging: { title: Staging, repository: a/b, targets: [{ manifest: { path: a }, application: { name: a } }] }
  canary: { title: Canary, repository: a/b, targets: [{ manifest: { path: b }, application: { name: b } }] }
roles:
  sre: { title: SRE, groups: [group:default/sre] }
  lead: { title: Engineering Lead, groups: [group:default/leads] }
paths:
  - from: staging
    to: canary
${path}
`;

const coverageGate = '    gates: [{ kind: coverage, min: 80% }]';
const approval = '    approvals: { slots: [{ role: sre }] }';
const overrides =
  '    overrides: { roles: [sre], review: { role: lead, within: 72h } }';

const next = makeRelease({ version: '2.4.0' });
const old = makeRelease({ version: '2.3.0' });
const older = makeRelease({ version: '2.2.0' });

const staging = makeEnvironmentState({
  environment: 'staging',
  live: next,
  desired: next,
});
const canary = makeEnvironmentState({
  environment: 'canary',
  live: old,
  desired: old,
  history: [
    {
      releaseId: old.releaseId,
      version: '2.3.0',
      since: START,
      succeeded: true,
    },
    {
      releaseId: older.releaseId,
      version: '2.2.0',
      since: '2026-02-01T00:00:00.000Z',
      until: START,
      succeeded: true,
    },
  ],
});

const barred = {
  componentRef: 'component:default/checkout',
  environment: 'canary',
  releaseId: next.releaseId,
  version: '2.4.0',
  reason: 'it crashed',
  promotionId: 'p',
  barredAt: START,
};

const freeze: Hold = {
  holdId: 'h',
  scope: {},
  stops: 'all',
  from: START,
  reason: 'Black Friday',
  setBy: { kind: 'system', ref: 'system' },
};

const coverage = (covered: number): Evidence => ({
  evidenceId: 'evidence-1',
  kind: 'coverage',
  subject: {
    type: 'release',
    componentRef: 'component:default/checkout',
    releaseId: next.releaseId,
  },
  facts: { kind: 'coverage', covered, valid: 100 },
  producer: 'external:ci',
  tier: 'machine',
  observedAt: START,
  receivedAt: START,
});

function snapshotOf(path: string, changes: Partial<Snapshot> = {}): Snapshot {
  return makeSnapshot(rulesText(path), {
    states: [staging, canary],
    roleMembers: {
      sre: ['user:default/sam'],
      lead: ['user:default/erin'],
      [OWNER_ROLE]: ['user:default/olivia'],
    },
    ...changes,
  });
}

const all: readonly CommandName[] = commandNames;
const without = (name: CommandName) => all.filter(each => each !== name);

function viewOf(
  snapshot: Snapshot,
  changes: Partial<Parameters<typeof buildComponentView>[0]> & {
    readonly userRef?: string;
    readonly rights?: readonly CommandName[];
  } = {},
) {
  const { userRef = 'user:default/olivia', rights = all, ...rest } = changes;
  const view = buildComponentView({
    snapshot,
    promotions: [],
    summaries: [],
    open: [],
    openReviews: [],
    overrides: [],
    viewer: {
      ref: userRef,
      userRef,
      person: () => ({
        ...makePerson(userRef.replace('user:default/', ''), rights),
      }),
      sees: () => true,
    },
    collecting: false,
    ...rest,
  });
  expect(componentViewSchema.parse(view)).toEqual(view);
  return view;
}

const away: EnvironmentState = {
  ...staging,
  desired: undefined,
  live: undefined,
  problems: [
    {
      source: 'repository',
      kind: 'outage',
      code: 'unreachable',
      message: 'GitHub is away',
      since: START,
    },
  ],
};

const standings: [PathView['status'], string, Snapshot, RegExp][] = [
  [
    'ready',
    'nothing is asked',
    snapshotOf('    gates: []'),
    /may move to canary\.$/,
  ],
  [
    'needs-approval',
    'people must agree',
    snapshotOf(approval),
    /once an SRE \(Sam\) agrees/,
  ],
  [
    'blocked',
    'evidence is missing',
    snapshotOf(coverageGate),
    /may not move to canary: there is no coverage/,
  ],
  [
    'blocked',
    'a gate fails',
    snapshotOf(coverageGate, { evidence: [coverage(78)] }),
    /coverage is 78 %/,
  ],
  [
    'ready',
    'the gate passes',
    snapshotOf(coverageGate, { evidence: [coverage(90)] }),
    /may move/,
  ],
  [
    'blocked',
    'nobody can agree',
    snapshotOf(approval, { roleMembers: {} }),
    /SRE/,
  ],
  [
    'blocked',
    'the release is barred',
    snapshotOf('    gates: []', {
      barred: [barred],
    }),
    /barred/,
  ],
  [
    'waiting',
    'a hold stops all',
    snapshotOf('    gates: []', {
      holds: [freeze],
    }),
    /when its turn comes/,
  ],
  [
    'waiting',
    'only time is missing',
    snapshotOf('    gates: [{ kind: soak, minDuration: 10d }]'),
    /may not move to canary yet/,
  ],
  [
    'waiting',
    'the source is on its way',
    snapshotOf('    gates: []', {
      states: [{ ...staging, live: old }, canary],
    }),
    /staging should run 2\.4\.0 and runs 2\.3\.0/,
  ],
  [
    'nothing-to-move',
    'the target holds it',
    snapshotOf('    gates: []', {
      states: [staging, { ...canary, desired: next }],
    }),
    /canary already holds/,
  ],
  [
    'unknown',
    'nothing was seen',
    snapshotOf('    gates: []', { states: [] }),
    /It is not known what staging of checkout should run/,
  ],
  [
    'unknown',
    'the source is away',
    snapshotOf('    gates: []', { states: [away] }),
    /GitHub is away/,
  ],
  [
    'blocked',
    'the set-up is wrong',
    snapshotOf('    gates: []', {
      environments: {
        staging: { ok: true, environment: makeEnvironment('staging') },
        canary: {
          ok: false,
          problems: [
            { code: 'c', message: 'evil/gitops is outside', remedy: 'Ask.' },
          ],
        },
      },
    }),
    /checkout cannot be promoted to canary: canary of checkout is not set up: evil/,
  ],
];

describe('buildComponentView', () => {
  it.each(standings)('says %s when %s', (status, _, snapshot, sentence) => {
    const { paths } = viewOf(snapshot);
    expect(paths[0]?.status).toBe(status);
    expect(paths[0]?.headline).toMatch(sentence);
  });

  it('puts the path that matters most into the sentence on top', () => {
    const view = viewOf(snapshotOf(coverageGate));
    expect(view.headline).toBe(view.paths[0]?.headline);
    const still = viewOf(
      snapshotOf('    gates: []', {
        states: [staging, { ...canary, desired: next }],
      }),
    );
    expect(still.headline).toMatch(/^Nothing of checkout is to be moved/);
  });

  it('offers promoting to whom the policy lets try, and says why not to others', () => {
    const snapshot = snapshotOf('    gates: []');
    expect(viewOf(snapshot).paths[0]?.promote).toEqual({ allowed: true });
    const rights = without('request');
    expect(viewOf(snapshot, { rights }).paths[0]?.promote).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('permission'),
    });
  });

  it.each([
    ['user:default/sam', all, { allowed: true, role: 'sre' }],
    [
      'user:default/olivia',
      all,
      { allowed: false, reason: 'Only SRE can override here.' },
    ],
    ['user:default/sam', without('override'), { allowed: false }],
  ])(
    'offers overriding to %s by role and permission',
    (userRef, rights, expected) => {
      const { paths } = viewOf(snapshotOf(`${coverageGate}\n${overrides}`), {
        userRef,
        rights,
      });
      expect(paths[0]?.override).toMatchObject({
        ...expected,
        review: expect.stringContaining('Engineering Lead reviews it within'),
      });
    },
  );

  it('says that nobody may override where the rules let nobody', () => {
    const [path] = viewOf(snapshotOf(coverageGate), {
      userRef: 'user:default/sam',
    }).paths;
    expect(path?.override.reason).toContain('The rules allow no overrides');
  });

  it('keeps who lifted a bar and why beside the bars that stand', () => {
    const lifted = {
      ...barred,
      releaseId: `sha256:${'b'.repeat(64)}`,
      liftedAt: START,
      liftedBy: 'user:default/sam',
      liftReason: 'The cause is mended.',
    };
    const view = viewOf(
      snapshotOf('    gates: []', { barred: [barred, lifted] }),
    );
    const lane = view.lanes.find(
      ({ environment }) => environment === barred.environment,
    );
    expect(lane).toMatchObject({ barred: [barred], liftedBars: [lifted] });
  });

  it('offers to let go what the rules let the role override, and nothing else', () => {
    const offerOf = (targets: string, changes: Partial<Snapshot>) =>
      viewOf(
        snapshotOf(
          `    gates: []\n    overrides: { roles: [sre], targets: ${targets} }`,
          changes,
        ),
        { userRef: 'user:default/sam' },
      ).paths[0]?.override;
    const changes = { barred: [barred] };
    expect(offerOf('[gates, barred]', changes)).toMatchObject({
      allowed: true,
      targets: [{ kind: 'barred', barredAt: barred.barredAt }],
    });
    expect(offerOf('[gates]', changes)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining(
        'do not allow anyone to override what blocks from staging to canary',
      ),
    });
    expect(offerOf('[holds]', { holds: [freeze] })).toMatchObject({
      allowed: true,
      targets: [{ kind: 'hold', holdIds: [freeze.holdId] }],
    });
  });

  it.each([
    ['user:default/sam', all, { allowed: true }],
    [
      'user:default/olivia',
      all,
      { allowed: false, reason: 'Only SRE can allow 2.4.0 in canary again.' },
    ],
    [
      'user:default/sam',
      without('lift-bar'),
      {
        allowed: false,
        reason:
          'You do not have the permission promotion.promotion.override here.',
      },
    ],
  ])(
    'offers lifting a bar to %s by role and permission',
    (userRef, rights, expected) => {
      const snapshot = snapshotOf(
        overrides.replace('{ ', '{ targets: [barred], '),
        {
          barred: [barred],
        },
      );
      const [, lane] = viewOf(snapshot, { userRef, rights }).lanes;
      expect(lane?.lift).toEqual(expected);
    },
  );

  describe('lanes', () => {
    it('offer to go back to what succeeded before and is not barred', () => {
      const lanes = viewOf(snapshotOf('    gates: []')).lanes;
      expect(lanes[0]?.rollback).toMatchObject({
        allowed: false,
        reason: 'No path leads to staging, so nothing was promoted there.',
        targets: [],
      });
      expect(lanes[1]?.rollback).toMatchObject({
        allowed: true,
        targets: [{ version: '2.2.0' }],
      });
    });

    it.each([
      [
        'without the role',
        snapshotOf('    rollback: { requires: { roles: [sre] } }'),
        all,
        'Only SRE',
      ],
      [
        'without the permission',
        snapshotOf('    gates: []'),
        without('rollback-environment'),
        'permission',
      ],
      [
        'when nothing else succeeded',
        snapshotOf('    gates: []', {
          states: [staging, { ...canary, history: canary.history.slice(0, 1) }],
        }),
        all,
        'No other release',
      ],
    ])('do not offer it %s', (_, snapshot, rights, reason) => {
      const lane = viewOf(snapshot, { rights }).lanes[1];
      expect(lane?.rollback.allowed).toBe(false);
      expect(lane?.rollback.reason).toContain(reason);
    });
  });

  it('shows the open promotion on its path and lane, and asks to be read again soon', () => {
    const snapshot = snapshotOf(approval);
    const promotion = makePromotion({ state: 'executing' });
    const open = buildPromotionView({
      subject: makeSubject(promotion),
      records: [],
      person: makePerson('olivia', ['cancel']),
    });
    const view = viewOf(snapshot, {
      promotions: [promotion],
      summaries: [buildSummary(promotion, [])],
      open: [open],
    });
    expect(view.paths[0]).toMatchObject({
      status: 'in-progress',
      promotion: { promotionId: promotion.promotionId },
    });
    expect(view.lanes[1]?.openPromotionId).toBe(promotion.promotionId);
    expect(view.headline).toBe(open.headline);
    expect(view.refreshAfterMs).toBe(2_000);
  });

  it('lists reviews that are due, and tells whose turn it is', () => {
    const promotion = makePromotion();
    const review = { role: 'lead', dueAt: START };
    const seenBy = (userRef: string) =>
      viewOf(snapshotOf(overrides), {
        userRef,
        promotions: [promotion],
        overrides: [
          makeOverride({ promotionId: promotion.promotionId, review }),
        ],
      }).reviews;
    expect(seenBy('user:default/erin')).toMatchObject([{ mine: true }]);
    expect(seenBy('user:default/olivia')).toMatchObject([{ mine: false }]);
  });

  it('says which sources are away, since when', () => {
    const { sources } = viewOf(
      snapshotOf('    gates: []', {
        states: [away],
        evidence: [
          {
            ...coverage(0),
            kind: 'slo',
            facts: undefined,
            tier: 'pulled',
            producer: 'prometheus',
            problem: { code: 'errored', message: 'connection refused' },
          },
        ],
      }),
    );
    expect(sources).toMatchObject([
      { name: 'GitOps repository', status: 'unreachable', since: START },
      { name: 'Argo CD', status: 'ok' },
      {
        name: 'prometheus',
        status: 'unreachable',
        message: 'connection refused',
      },
    ]);
  });

  it('says that Argo CD is away although the repository is away too', () => {
    const both = {
      ...away,
      problems: [
        ...away.problems,
        {
          source: 'application' as const,
          kind: 'outage' as const,
          code: 'unreachable',
          message: 'ARGOCD_PASSWORD is missing',
          since: START,
        },
      ],
    };
    const view = viewOf(
      snapshotOf('    gates: []', { states: [both, canary] }),
    );
    expect(view.sources).toMatchObject([
      { status: 'unreachable', message: 'GitHub is away' },
      { status: 'unreachable', message: 'ARGOCD_PASSWORD is missing' },
    ]);
    expect(view.lanes[0]?.setup.outages).toMatchObject([
      { source: 'repository' },
      { source: 'application' },
    ]);
  });

  describe.each([
    ['an application that is missing', 'application-missing'],
    [
      'an application that deploys another folder',
      'application-tracks-other-source',
    ],
  ])('with %s', (_, code) => {
    const found = { code, message: 'Application b is not ours.' };
    const broken = {
      ...canary,
      // The target holds the release already: that must not hide the setup.
      desired: next,
      problems: [
        {
          source: 'application' as const,
          kind: 'setup' as const,
          ...found,
          since: START,
        },
      ],
    };

    it('lane, headline, buttons and plan say the same', () => {
      const snapshot = snapshotOf('    gates: []', {
        states: [staging, broken],
      });
      const view = viewOf(snapshot);
      const [path] = view.paths;
      const planned = planPromotion(
        snapshot.rules.rules,
        planFactsOf(
          snapshot,
          {
            kind: 'promotion',
            from: 'staging',
            to: 'canary',
            requesterRefs: [],
            approvals: [],
            overrides: [],
          },
          {
            source: { files: [], problems: [] },
            target: { files: [], problems: [found] },
            resolved: {
              source: makeEnvironment('staging'),
              target: makeEnvironment('canary'),
            },
          },
        ),
        START,
      );
      const said = planned.ok ? '' : planned.refusal.message;
      expect(said).toContain(found.message);
      expect(view.lanes[1]?.setup.problems).toEqual([found]);
      expect(view.problems).toEqual([
        { code, message: `canary: ${found.message}` },
      ]);
      expect(path?.status).toBe('blocked');
      expect(view.headline).toBe(
        `checkout cannot be promoted to canary: ${said}`,
      );
      // The headline says why; the button does not say it a second time.
      expect(path?.promote).toEqual({ allowed: false });
      expect(view.lanes[1]?.rollback).toMatchObject({
        allowed: false,
        reason: said,
      });
    });
  });
});
