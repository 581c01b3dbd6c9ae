// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  parseRules,
  type EnvironmentState,
  type Hold,
  type PathView,
} from 'backstage-plugin-promotion-common';
import { componentViewSchema } from 'backstage-plugin-promotion-common';
import {
  makeEnvironment,
  makeEnvironmentState,
  makeOverride,
  makePromotion,
  makeRelease,
  START,
} from 'backstage-plugin-promotion-common/testing';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { makeEvidence } from '../evidence/evidenceStoreContract';
import { buildComponentView, type ViewerRights } from './buildComponentView';
import { buildPromotionView, buildSummary } from './buildPromotionView';

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

const coverage = (covered: number) =>
  makeEvidence({
    subject: {
      type: 'release',
      componentRef: 'component:default/checkout',
      releaseId: next.releaseId,
    },
    facts: { kind: 'coverage', covered, valid: 100 },
    observedAt: START,
  });

function dossierOf(
  path: string,
  changes: Partial<ComponentDossier> = {},
): ComponentDossier {
  const text = rulesText(path);
  const parsed = parseRules(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return {
    component: {
      componentRef: 'component:default/checkout',
      name: 'checkout',
      annotations: {},
      ownerRefs: ['group:default/storefront'],
    },
    title: 'checkout',
    rules: {
      name: 'default',
      rules: parsed.rules,
      revision: parsed.revision,
      origin: 'file',
      text,
      loadedAt: START,
    },
    environments: {
      staging: { ok: true, environment: makeEnvironment('staging') },
      canary: { ok: true, environment: makeEnvironment('canary') },
    },
    states: [staging, canary],
    evidence: [],
    holds: [],
    barred: [],
    roleMembers: { sre: ['user:default/sam'], lead: ['user:default/erin'] },
    membershipProof: {},
    ...changes,
  };
}

const all: ViewerRights = {
  mayCreate: true,
  mayOverride: true,
  mayRollBack: true,
};

function viewOf(
  dossier: ComponentDossier,
  changes: Partial<Parameters<typeof buildComponentView>[0]> & {
    readonly userRef?: string;
    readonly rights?: ViewerRights;
  } = {},
) {
  const { userRef = 'user:default/olivia', rights = all, ...rest } = changes;
  const view = buildComponentView({
    dossier,
    promotions: [],
    summaries: [],
    open: [],
    overrides: [],
    executing: {},
    viewer: { ref: userRef, userRef, rights: () => rights },
    collecting: false,
    now: START,
    ...rest,
  });
  expect(componentViewSchema.parse(view)).toEqual(view);
  return view;
}

const away: EnvironmentState = {
  ...staging,
  desired: undefined,
  live: undefined,
  problem: { source: 'repository', message: 'GitHub is away', since: START },
};

const standings: [PathView['status'], string, ComponentDossier, RegExp][] = [
  [
    'ready',
    'nothing is asked',
    dossierOf('    gates: []'),
    /may move to canary\.$/,
  ],
  [
    'needs-approval',
    'people must agree',
    dossierOf(approval),
    /once an SRE \(Sam\) agrees/,
  ],
  [
    'blocked',
    'evidence is missing',
    dossierOf(coverageGate),
    /may not move to canary: there is no coverage/,
  ],
  [
    'blocked',
    'a gate fails',
    dossierOf(coverageGate, { evidence: [coverage(78)] }),
    /coverage is 78 %/,
  ],
  [
    'ready',
    'the gate passes',
    dossierOf(coverageGate, { evidence: [coverage(90)] }),
    /may move/,
  ],
  [
    'blocked',
    'nobody can agree',
    dossierOf(approval, { roleMembers: {} }),
    /SRE/,
  ],
  [
    'blocked',
    'the release is barred',
    dossierOf('    gates: []', {
      barred: [barred],
    }),
    /barred/,
  ],
  [
    'waiting',
    'a hold stops all',
    dossierOf('    gates: []', {
      holds: [freeze],
    }),
    /when its turn comes/,
  ],
  [
    'waiting',
    'only time is missing',
    dossierOf('    gates: [{ kind: soak, minDuration: 10d }]'),
    /may not move to canary yet/,
  ],
  [
    'waiting',
    'the source is on its way',
    dossierOf('    gates: []', { states: [{ ...staging, live: old }, canary] }),
    /staging should run checkout 2\.4\.0 and runs 2\.3\.0/,
  ],
  [
    'nothing-to-move',
    'the target holds it',
    dossierOf('    gates: []', {
      states: [staging, { ...canary, desired: next }],
    }),
    /canary already holds/,
  ],
  [
    'unknown',
    'nothing was seen',
    dossierOf('    gates: []', { states: [] }),
    /Nothing is known yet/,
  ],
  [
    'unknown',
    'the source is away',
    dossierOf('    gates: []', { states: [away] }),
    /GitHub is away/,
  ],
  [
    'blocked',
    'the set-up is wrong',
    dossierOf('    gates: []', {
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
    /set-up has to be corrected/,
  ],
];

describe('buildComponentView', () => {
  it.each(standings)('says %s when %s', (status, _, dossier, sentence) => {
    const { paths } = viewOf(dossier);
    expect(paths[0]?.status).toBe(status);
    expect(paths[0]?.headline).toMatch(sentence);
  });

  it('puts the path that matters most into the sentence on top', () => {
    const view = viewOf(dossierOf(coverageGate));
    expect(view.headline).toBe(view.paths[0]?.headline);
    const still = viewOf(
      dossierOf('    gates: []', {
        states: [staging, { ...canary, desired: next }],
      }),
    );
    expect(still.headline).toMatch(/^Nothing of checkout is to be moved/);
  });

  it('offers promoting to whom the policy lets try, and says why not to others', () => {
    const dossier = dossierOf('    gates: []');
    expect(viewOf(dossier).paths[0]?.promote).toEqual({ allowed: true });
    const rights = { ...all, mayCreate: false };
    expect(viewOf(dossier, { rights }).paths[0]?.promote).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('permission'),
    });
  });

  it.each([
    ['user:default/sam', all, { allowed: true, role: 'sre' }],
    [
      'user:default/olivia',
      all,
      { allowed: false, reason: 'Only an SRE can override here.' },
    ],
    ['user:default/sam', { ...all, mayOverride: false }, { allowed: false }],
  ])(
    'offers overriding to %s by role and permission',
    (userRef, rights, expected) => {
      const { paths } = viewOf(dossierOf(`${coverageGate}\n${overrides}`), {
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
    const [path] = viewOf(dossierOf(coverageGate), {
      userRef: 'user:default/sam',
    }).paths;
    expect(path?.override.reason).toContain('let nobody override');
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
      dossierOf('    gates: []', { barred: [barred, lifted] }),
    );
    const lane = view.lanes.find(
      ({ environment }) => environment === barred.environment,
    );
    expect(lane).toMatchObject({ barred: [barred], liftedBars: [lifted] });
  });

  it('offers to let go what the rules let the role override, and nothing else', () => {
    const offerOf = (targets: string, changes: Partial<ComponentDossier>) =>
      viewOf(
        dossierOf(
          `    gates: []\n    overrides: { roles: [sre], targets: ${targets} }`,
          changes,
        ),
        { userRef: 'user:default/sam' },
      ).paths[0]?.override;
    const changes = { barred: [barred] };
    expect(offerOf('[gates, barred]', changes)).toMatchObject({
      allowed: true,
      targets: ['gate', 'barred'],
    });
    expect(offerOf('[gates]', changes)).toMatchObject({
      allowed: false,
      reason: 'The rules let nobody override a bar on staging → canary.',
    });
    expect(offerOf('[holds]', { holds: [freeze] })).toMatchObject({
      allowed: true,
      targets: ['hold'],
    });
  });

  it.each([
    ['user:default/sam', all, { allowed: true }],
    [
      'user:default/olivia',
      all,
      { allowed: false, reason: 'Only an SRE can lift the bar.' },
    ],
    [
      'user:default/sam',
      { ...all, mayOverride: false },
      {
        allowed: false,
        reason: 'You lack the permission to lift a bar in canary.',
      },
    ],
  ])(
    'offers lifting a bar to %s by role and permission',
    (userRef, rights, expected) => {
      const dossier = dossierOf(
        overrides.replace('{ ', '{ targets: [barred], '),
        {
          barred: [barred],
        },
      );
      const [, lane] = viewOf(dossier, { userRef, rights }).lanes;
      expect(lane?.lift).toEqual(expected);
    },
  );

  describe('lanes', () => {
    it('offer to go back to what succeeded before and is not barred', () => {
      const lanes = viewOf(dossierOf('    gates: []')).lanes;
      expect(lanes[0]?.rollback).toMatchObject({
        allowed: false,
        reason: 'No path leads to staging.',
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
        dossierOf('    rollback: { requires: { roles: [sre] } }'),
        all,
        'Only an SRE',
      ],
      [
        'without the permission',
        dossierOf('    gates: []'),
        { ...all, mayRollBack: false },
        'permission',
      ],
      [
        'when nothing else succeeded',
        dossierOf('    gates: []', {
          states: [staging, { ...canary, history: canary.history.slice(0, 1) }],
        }),
        all,
        'No other release',
      ],
    ])('do not offer it %s', (_, dossier, rights, reason) => {
      const lane = viewOf(dossier, { rights }).lanes[1];
      expect(lane?.rollback.allowed).toBe(false);
      expect(lane?.rollback.reason).toContain(reason);
    });
  });

  it('shows the open promotion on its path and lane, and asks to be read again soon', () => {
    const dossier = dossierOf(approval);
    const promotion = makePromotion({ state: 'executing' });
    const open = buildPromotionView({
      promotion,
      records: [],
      approvals: [],
      overrides: [],
      dossier,
      viewer: { userRef: 'user:default/olivia', permitted: ['cancel'] },
      now: START,
    });
    const view = viewOf(dossier, {
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
      viewOf(dossierOf(overrides), {
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
      dossierOf('    gates: []', {
        states: [away],
        evidence: [
          makeEvidence({
            kind: 'slo',
            tier: 'pulled',
            producer: 'prometheus',
            problem: { code: 'errored', message: 'connection refused' },
          }),
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
});
