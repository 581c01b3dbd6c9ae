// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createPromotion } from '../lifecycle/createPromotion';
import type { Release } from '../model/Release';
import { makeRelease as nameRelease } from '../model/releaseId';
import {
  hashOf,
  makeApproval,
  makeEnvironment,
  makeEnvironmentState,
  makeNewPromotion,
  makePath,
  makeRelease,
  START,
} from '../testing';
import { promotionRulesSchema } from '../rules/PromotionRules';
import type { PlanFacts, PlanResult } from './PlanFacts';
import { planChanges } from './planChanges';
import { planPromotion } from './planPromotion';
import { planRollback } from './planRollback';

const rules = {
  ...promotionRulesSchema.parse({
    apiVersion: 'promotion/v1',
    kind: 'PromotionRules',
    metadata: { name: 'default' },
    environments: Object.fromEntries(
      ['staging', 'canary'].map(name => [
        name,
        {
          repository: 'acme/gitops',
          targets: [
            {
              manifest: { path: 'services/{component}' },
              application: { name: '{component}' },
            },
          ],
        },
      ]),
    ),
    roles: {
      sre: { groups: ['group:default/sre'] },
      qa: { title: 'Tester', groups: ['group:default/qa'] },
    },
    paths: [{ from: 'staging', to: 'canary' }],
  }),
  paths: [makePath()],
};

const older = makeRelease({ version: '2.3.0' });
const newer = makeRelease();

const kustomization = (release: Release, extra = '') =>
  [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    ...(extra ? [extra] : []),
    'images:',
    ...release.images.map(
      image =>
        `  - name: ${image.name}\n    newTag: ${image.tag}\n    digest: ${image.digest}`,
    ),
    '',
  ].join('\n');

function facts(overrides: Partial<PlanFacts> = {}): PlanFacts {
  const source = makeEnvironment('staging');
  const target = makeEnvironment('canary');
  const file = (environment: typeof source, text: string) =>
    environment.targets.map(({ manifest }) => ({
      location: manifest,
      commit: 'a'.repeat(40),
      text,
    }));
  return {
    component: {
      componentRef: 'component:default/checkout',
      name: 'checkout',
      annotations: {},
      ownerRefs: ['group:default/storefront'],
    },
    from: 'staging',
    to: 'canary',
    source,
    target,
    sourceState: makeEnvironmentState(),
    targetState: makeEnvironmentState({
      environment: 'canary',
      live: older,
      desired: older,
    }),
    sourceFiles: file(source, kustomization(newer)),
    targetFiles: file(target, kustomization(older, 'namePrefix: canary-')),
    evidence: [],
    requesterRefs: ['user:default/dana'],
    approvals: [],
    overrides: [],
    roleMembers: { sre: ['user:default/sam'], qa: ['user:default/quinn'] },
    holds: [],
    barred: [],
    setup: [],
    ahead: [],
    ...overrides,
  };
}

function planned(result: PlanResult) {
  if (!result.ok) throw new Error(result.refusal.message);
  return result;
}

const refusal = (result: PlanResult) =>
  result.ok ? undefined : result.refusal;
const plan = (given: Partial<PlanFacts> = {}) =>
  planPromotion(rules, facts(given), START);

describe('planPromotion', () => {
  it('writes tag and digest of what is desired and live in the source, and names what does not move', () => {
    const { plan: made } = planned(plan());
    expect(
      made.fieldWrites.map(({ pointer, before, after }) => [
        pointer,
        before,
        after,
      ]),
    ).toEqual([
      ['/images/[registry.example/acme/checkout]/newTag', '2.3.0', '2.4.0'],
      [
        '/images/[registry.example/acme/checkout]/digest',
        older.images[0]?.digest,
        newer.images[0]?.digest,
      ],
    ]);
    expect(made.diffs[0]?.diff).toContain('+    newTag: 2.4.0');
    expect(made.notMoving.join()).toContain('namePrefix');
    expect(made).toMatchObject({
      release: { version: '2.4.0' },
      releaseBefore: { version: '2.3.0' },
      executable: false,
      rulesName: 'default',
    });
    expect(made.headline).toMatch(
      /^checkout 2\.4\.0 may not move to canary: .*storefront can mend it, an SRE can override it\.$/,
    );
  });

  it('replaces what the manifest says now, even before the observer has seen it', () => {
    const recorded = makeEnvironmentState({
      environment: 'canary',
      live: makeRelease({ version: '2.2.0' }),
    });
    const { plan: made } = planned(plan({ targetState: recorded }));
    expect(made.fieldWrites[0]?.before).toBe('2.3.0');
    expect(made.releaseBefore).toMatchObject({
      releaseId: older.releaseId,
      version: '2.3.0',
    });
  });

  it.each([
    ['an hour ago', { observedAt: '2026-03-02T07:59:00.000Z' }],
    [
      'while Argo CD answered, long ago',
      {
        health: 'unknown' as const,
        observedAt: '2026-02-01T09:00:00.000Z',
        problems: [
          {
            source: 'application' as const,
            kind: 'outage' as const,
            code: 'unreachable',
            message: 'Argo CD is unreachable.',
            since: '2026-02-01T09:00:00.000Z',
          },
        ],
      },
    ],
  ])('refuses to move what was last seen %s', (_, seen) => {
    const sourceState = { ...makeEnvironmentState(), ...seen };
    expect(refusal(plan({ sourceState }))?.code).toBe('not-live');
  });

  it('refuses to move out of, or into, what is not set up, naming the first thing to correct', () => {
    const setup = [
      { environment: 'staging', problems: [], outages: [] },
      {
        environment: 'canary',
        problems: [
          { code: 'c', message: 'No application.', remedy: 'Create it.' },
        ],
        outages: [],
      },
    ];
    expect(refusal(plan({ setup }))).toMatchObject({
      code: 'configuration',
      message: 'canary of checkout is not set up: No application.',
      remedy: 'Create it.',
    });
  });

  it('gives the readiness from which a promotion begins', () => {
    const { plan: made, readiness } = planned(plan());
    const { promotion } = createPromotion(
      makeNewPromotion({ contentHash: made.contentHash, readiness }),
    );
    expect(promotion.state).toBe('awaiting-gates');
  });

  it.each<[string, Partial<PlanFacts>, string, string]>([
    [
      'the rules have no such path',
      { to: 'production' },
      'no-path',
      'The rules default have no path from staging to production.',
    ],
    [
      'desired and live differ',
      { sourceState: makeEnvironmentState({ desired: newer, live: older }) },
      'source-disagrees',
      'staging should run 2.4.0 and runs 2.3.0.',
    ],
    [
      'nothing is known to be live',
      { sourceState: { ...makeEnvironmentState(), live: undefined } },
      'not-live',
      '2.4.0 is desired in staging, and it is not known what runs there.',
    ],
    [
      'the source was last observed long ago',
      {
        sourceState: makeEnvironmentState({
          observedAt: '2026-02-01T09:00:00.000Z',
        }),
      },
      'not-live',
      'staging was last observed 29 d ago, so what runs there now is unknown.',
    ],
    [
      'it was never in the source',
      { release: makeRelease({ version: '9.9.9' }) },
      'not-in-source',
      'checkout 9.9.9 was never seen live in staging.',
    ],
    [
      'the file is not there',
      { targetFiles: [] },
      'unreadable',
      'services/checkout/overlays/canary/kustomization.yaml on main of https://github.example/acme/gitops cannot be read.',
    ],
  ])('refuses with reason and remedy when %s', (_, given, code, message) => {
    const refused = refusal(plan(given));
    expect(refused).toMatchObject({
      code,
      message,
      explanation: { code, tone: 'blocks' },
    });
    expect(refused?.remedy).toMatch(/\.$/);
  });

  it.each(['staging', 'main', 'prod-latest', 'dev-latest', 'develop'])(
    'refuses the tag %s without a digest, whatever is seen to run there',
    tag => {
      const name = 'registry.example/acme/checkout';
      const desired = nameRelease({
        componentRef: 'component:default/checkout',
        images: [{ name, tag }],
      });
      const live = nameRelease({
        componentRef: 'component:default/checkout',
        images: [{ name, tag, digest: hashOf('d') }],
      });
      const sourceState = makeEnvironmentState({ desired, live });
      expect(refusal(plan({ sourceState }))).toMatchObject({
        code: 'mutable-tag',
        message: expect.stringContaining(`${name}:${tag}`),
      });
      expect(live.version).toBe(`sha256:${'d'.repeat(12)}`);
    },
  );

  it('voids approvals once Pods report another digest for the same tag', () => {
    const observed = (digest: string) => {
      const release = {
        ...newer,
        observedDigests: [`registry.example/acme/checkout@${digest}`],
      };
      const sourceState = makeEnvironmentState({ live: release });
      return planned(plan({ sourceState })).plan;
    };
    const { contentHash, release } = observed('sha256:1');
    expect(observed('sha256:1').contentHash).toBe(contentHash);
    expect(observed('sha256:2').contentHash).not.toBe(contentHash);
    const again = (digest: string) => {
      const live = {
        ...newer,
        observedDigests: [`registry.example/acme/checkout@${digest}`],
      };
      return planned(
        plan({ release, sourceState: makeEnvironmentState({ live }) }),
      ).plan.contentHash;
    };
    expect(again('sha256:1')).toBe(contentHash);
    expect(again('sha256:2')).not.toBe(contentHash);
  });

  it('refuses when the target holds it already', () => {
    const { targetFiles } = facts();
    const refused = refusal(
      plan({
        targetState: makeEnvironmentState({ environment: 'canary' }),
        targetFiles: targetFiles.map(file => ({
          ...file,
          text: kustomization(newer),
        })),
      }),
    );
    expect(refused).toMatchObject({
      code: 'already-there',
      message: 'canary already holds 2.4.0.',
    });
  });

  it('refuses a tag that moves, unless a build record says which image it is', () => {
    const image = { name: 'registry.example/acme/checkout', tag: 'latest' };
    const moving = makeRelease({
      images: [image],
      pinned: false,
      version: 'latest',
    });
    const sourceState = makeEnvironmentState({ live: moving, desired: moving });
    expect(refusal(plan({ sourceState }))?.code).toBe('mutable-tag');
    const build = {
      evidenceId: 'build-1',
      kind: 'build' as const,
      subject: {
        type: 'release' as const,
        componentRef: 'component:default/checkout',
      },
      facts: {
        kind: 'build' as const,
        images: [{ ...image, digest: hashOf('f') }],
        repository: 'https://github.example/acme/checkout',
        commit: 'abcdef0',
        version: '2.4.0',
      },
      producer: 'ci',
      tier: 'ci' as const,
      observedAt: START,
      receivedAt: START,
    };
    const live = {
      ...moving,
      observedDigests: [`${image.name}@${hashOf('f')}`],
    };
    const running = {
      evidence: [build],
      sourceState: { ...sourceState, live },
    };
    expect(refusal(plan(running))?.code).not.toBe('mutable-tag');
  });

  it('keeps its hash when other people edit the same file, and when a build record adds the commit', () => {
    const { plan: before } = planned(plan());
    const { targetFiles } = facts();
    const edited = targetFiles.map(file => ({
      ...file,
      text: `${file.text}namespace: shop\n`,
    }));
    expect(planned(plan({ targetFiles: edited })).plan.contentHash).toBe(
      before.contentHash,
    );
    const { commit, ...bare } = newer;
    const sourceState = makeEnvironmentState({ live: bare, desired: bare });
    expect(planned(plan({ sourceState })).plan.contentHash).toBe(
      before.contentHash,
    );
  });

  it('has another hash, and says what moved, when the field held something else', () => {
    const { plan: before } = planned(plan());
    const { targetFiles } = facts();
    const moved = targetFiles.map(file => ({
      ...file,
      text: file.text.replace('2.3.0', '2.3.1'),
    }));
    const { plan: after } = planned(plan({ targetFiles: moved }));
    expect(after.contentHash).not.toBe(before.contentHash);
    expect(planChanges(before, after)).toEqual([
      '/images/[registry.example/acme/checkout]/newTag in services/checkout/overlays/canary/kustomization.yaml held 2.3.0 and holds 2.3.1',
    ]);
    expect(planChanges(before, before)).toEqual([]);
  });

  it('counts approvals of its own hash only', () => {
    const { contentHash } = planned(plan()).plan;
    const votes = (hash: string) => [
      makeApproval({ contentHash: hash }),
      makeApproval({
        approvalId: 'approval-quinn',
        userRef: 'user:default/quinn',
        contentHash: hash,
      }),
    ];
    expect(
      planned(plan({ approvals: votes(contentHash) })).plan.tally.reached,
    ).toBe(true);
    expect(
      planned(plan({ approvals: votes(hashOf('9')) })).plan.tally.reached,
    ).toBe(false);
  });

  it('waits for a freeze and for the one under way, and not for a hold on automatic promotion', () => {
    const hold = (stops: 'all' | 'automatic') => ({
      holdId: `hold-${stops}`,
      scope: { environment: 'canary' },
      stops,
      from: START,
      reason: 'Quarter end.',
      setBy: { kind: 'user' as const, ref: 'user:default/sam' },
    });
    const waits = (given: Partial<PlanFacts>) =>
      planned(plan(given)).readiness.waits.map(wait => [
        wait.kind,
        wait.message,
      ]);
    expect(waits({ holds: [hold('automatic')] })).toEqual([]);
    expect(
      waits({ holds: [hold('automatic')], isAutomatic: true }),
    ).toHaveLength(1);
    expect(waits({ holds: [hold('all')] })).toEqual([
      ['hold', 'canary is frozen by Sam: Quarter end.'],
    ]);
    expect(
      waits({
        ahead: [
          {
            promotionId: 'promotion-0',
            componentRef: 'component:default/checkout',
            to: 'canary',
            version: '2.3.5',
            shares: 'environment',
          },
        ],
      }),
    ).toEqual([['slot', 'checkout 2.3.5 is on its way to canary.']]);
  });
});

describe('planRollback', () => {
  const target = makeEnvironment('canary');
  const back = (given: Partial<PlanFacts> = {}, release = older) =>
    planRollback(
      rules,
      {
        ...facts({
          targetState: {
            ...makeEnvironmentState({ environment: 'canary' }),
            history: [
              {
                releaseId: newer.releaseId,
                version: '2.4.0',
                since: START,
                succeeded: false,
              },
              {
                releaseId: older.releaseId,
                version: '2.3.0',
                since: START,
                until: START,
                succeeded: true,
              },
            ],
          },
          targetFiles: target.targets.map(({ manifest }) => ({
            location: manifest,
            commit: 'a'.repeat(40),
            text: kustomization(newer),
          })),
          ...given,
        }),
        release,
      },
      START,
    );

  it('writes the release that succeeded there over what is there now, without gates or quorum', () => {
    const { plan: made, readiness } = planned(back());
    expect(
      made.fieldWrites.map(({ before, after }) => [before, after]),
    ).toContainEqual(['2.4.0', '2.3.0']);
    expect(made).toMatchObject({
      gates: [],
      executable: true,
      requirement: { slots: [] },
      releaseBefore: { version: '2.4.0' },
    });
    expect(readiness.tally.reached).toBe(true);
    const { promotion } = createPromotion(
      makeNewPromotion({ kind: 'rollback', readiness }),
    );
    expect(promotion.state).toBe('queued');
    expect(made.headline).toBe('checkout may go back to 2.3.0 in canary.');
  });

  it('refuses what never ran well there', () => {
    expect(refusal(back({}, newer))).toMatchObject({
      code: 'not-in-history',
      remedy: 'Choose one that has: 2.3.0.',
    });
  });

  it('refuses what is barred there', () => {
    const barred = [
      {
        componentRef: 'component:default/checkout',
        environment: 'canary',
        releaseId: older.releaseId,
        version: '2.3.0',
        reason: 'It was rolled back.',
        promotionId: 'promotion-0',
        barredAt: START,
      },
    ];
    expect(refusal(back({ barred }))?.code).toBe('barred');
  });
});
