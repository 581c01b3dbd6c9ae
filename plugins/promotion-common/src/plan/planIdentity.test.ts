// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceTier } from '../model/Evidence';
import type { Release, ReleaseImage } from '../model/Release';
import { makeRelease } from '../model/releaseId';
import {
  hashOf,
  makeEnvironment,
  makeEnvironmentState,
  makePath,
  START,
} from '../testing';
import { promotionRulesSchema } from '../rules/PromotionRules';
import type { PlanFacts, PlanResult } from './PlanFacts';
import { planChanges } from './planChanges';
import { planPromotion } from './planPromotion';
import { releaseToMove } from './releaseToMove';

const componentRef = 'component:default/checkout';
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
            { manifest: { path: 'a' }, application: { name: 'checkout' } },
          ],
        },
      ]),
    ),
    roles: {
      sre: { groups: ['group:default/sre'] },
      qa: { groups: ['group:default/qa'] },
    },
    paths: [{ from: 'staging', to: 'canary' }],
  }),
  paths: [makePath()],
};

const releaseOf = (...images: ReleaseImage[]) =>
  makeRelease({ componentRef, images });

const kustomization = (images: readonly ReleaseImage[]) =>
  [
    'images:',
    ...images.flatMap(({ name, tag, digest }) => [
      `  - name: ${name}`,
      ...(tag === undefined ? [] : [`    newTag: "${tag}"`]),
      ...(digest === undefined ? [] : [`    digest: ${digest}`]),
    ]),
    '',
  ].join('\n');

/** Moves a release; `source` and `target` are what the manifests hold. */
function plan(given: {
  readonly release: Release;
  readonly source?: readonly ReleaseImage[];
  readonly target: readonly ReleaseImage[];
  readonly sourceNames?: readonly string[];
  readonly targetNames?: readonly string[];
  readonly evidence?: readonly Evidence[];
}): PlanResult {
  const { release, sourceNames = [], targetNames = [] } = given;
  const source = { ...makeEnvironment('staging'), images: [...sourceNames] };
  const target = { ...makeEnvironment('canary'), images: [...targetNames] };
  const file = (
    { targets }: typeof source,
    images: readonly ReleaseImage[],
  ): PlanFacts['sourceFiles'] =>
    targets.map(({ manifest }) => ({
      location: manifest,
      commit: 'a'.repeat(40),
      text: kustomization(images),
    }));
  const facts: PlanFacts = {
    component: {
      componentRef,
      name: 'checkout',
      annotations: {},
      ownerRefs: [],
    },
    from: 'staging',
    to: 'canary',
    source,
    target,
    sourceState: makeEnvironmentState({ desired: release, live: release }),
    targetState: makeEnvironmentState({ environment: 'canary' }),
    sourceFiles: file(source, given.source ?? release.images),
    targetFiles: file(target, given.target),
    evidence: given.evidence ?? [],
    requesterRefs: [],
    approvals: [],
    overrides: [],
    roleMembers: {},
    holds: [],
    barred: [],
    setup: [],
    ahead: [],
  };
  return planPromotion(rules, facts, START);
}

const writes = (result: PlanResult) =>
  result.ok
    ? result.plan.fieldWrites.map(({ pointer, after }) => [pointer, after])
    : result.refusal.message;
const refusal = (result: PlanResult) =>
  result.ok ? undefined : result.refusal;

describe('what a plan writes is the release and nothing else', () => {
  it('moves no image along that the release does not have', () => {
    const result = plan({
      release: releaseOf({ name: 'web', tag: '2' }),
      source: [
        { name: 'web', tag: '2' },
        { name: 'worker', tag: '9' },
      ],
      target: [
        { name: 'web', tag: '1' },
        { name: 'worker', tag: '8' },
      ],
      sourceNames: ['web'],
      targetNames: ['web', 'worker'],
    });
    expect(refusal(result)).toMatchObject({
      code: 'manifest',
      message: expect.stringContaining('The release 2 has no image worker'),
    });
  });

  it('leaves no image of the release behind', () => {
    const result = plan({
      release: releaseOf(
        { name: 'web', tag: '2' },
        { name: 'worker', tag: '2' },
      ),
      target: [
        { name: 'web', tag: '1' },
        { name: 'worker', tag: '1' },
      ],
      sourceNames: ['web', 'worker'],
      targetNames: ['web'],
    });
    expect(refusal(result)).toMatchObject({
      code: 'manifest',
      message: expect.stringContaining('has the image worker'),
    });
  });

  it('takes no side when the manifests of the source disagree about an image', () => {
    const result = plan({
      release: releaseOf({ name: 'web', tag: '2' }, { name: 'web', tag: '3' }),
      source: [{ name: 'web', tag: '3' }],
      target: [{ name: 'web', tag: '1' }],
    });
    expect(refusal(result)).toMatchObject({
      code: 'source-disagrees',
      message: 'The manifests of staging hold web as 2 and as 3.',
    });
  });

  it('keeps the digest of a pinned release when somebody took it out of the source meanwhile', () => {
    const result = plan({
      release: releaseOf({ name: 'web', tag: '2', digest: hashOf('a') }),
      source: [{ name: 'web', tag: '2' }],
      target: [{ name: 'web', tag: '1' }],
    });
    expect(writes(result)).toEqual([
      ['/images/[web]/newTag', '2'],
      ['/images/[web]/digest', hashOf('a')],
    ]);
  });

  it('writes no digest that somebody put into the source meanwhile', () => {
    const result = plan({
      release: releaseOf({ name: 'web', tag: '2' }),
      source: [{ name: 'web', tag: '2', digest: hashOf('b') }],
      target: [{ name: 'web', tag: '1' }],
    });
    expect(writes(result)).toEqual([
      ['/images/[web]/newTag', '2'],
      ['/images/[web]/digest', undefined],
    ]);
  });
});

describe('what moved between two plans', () => {
  it('names the project of an application, which is part of the content', () => {
    const made = plan({
      release: releaseOf({ name: 'web', tag: '2' }),
      target: [{ name: 'web', tag: '1' }],
    });
    if (!made.ok) throw new Error(made.refusal.message);
    const applications = made.plan.applications.map(application => ({
      ...application,
      project: 'shop',
    }));
    expect(planChanges(made.plan, { ...made.plan, applications })).toEqual([
      'the applications were default/checkout-canary and are default/checkout-canary of project shop',
    ]);
  });
});

describe('a tag that moves', () => {
  const built = (tier: EvidenceTier): Evidence => ({
    evidenceId: 'build-1',
    kind: 'build',
    subject: { type: 'release', componentRef },
    facts: {
      kind: 'build',
      images: [{ name: 'web', tag: 'latest', digest: hashOf('f') }],
      repository: 'https://github.example/acme/checkout',
      commit: 'abcdef0',
      version: '2.4.0',
    },
    producer: 'user:default/dana',
    tier,
    observedAt: START,
    receivedAt: START,
  });

  const web = { name: 'web', tag: 'latest' };
  /** Moves `web:latest` of which these digests run. */
  const move = (tier: EvidenceTier, ...digests: readonly string[]) =>
    plan({
      release: {
        ...releaseOf(web),
        observedDigests: digests.map(digest => `web@${digest}`),
      },
      target: [{ name: 'web', tag: '1' }],
      evidence: [built(tier)],
    });

  it.each([
    ['asserted', 'mutable-tag'],
    ['machine', undefined],
    ['ci', undefined],
  ] as const)('needs a build record that is more than %s', (tier, code) => {
    expect(refusal(move(tier, hashOf('f')))?.code).toBe(code);
  });

  it.each([
    ['of another image', [hashOf('e')]],
    ['while nobody knows what runs', []],
  ])('is not told by a build record %s', (_, digests) => {
    expect(refusal(move('ci', ...digests))?.code).toBe('mutable-tag');
  });

  it('moves by the digest of the record that runs in the source', () => {
    const result = move('ci', hashOf('f'));
    const image = { ...web, digest: hashOf('f') };
    expect(result).toMatchObject({
      ok: true,
      plan: { release: { pinned: true, images: [image] } },
    });
    expect(writes(result)).toContainEqual([
      '/images/[web]/digest',
      hashOf('f'),
    ]);
  });

  it('moves where what runs is known by its digest, and again when it is planned anew', () => {
    const image = { ...web, digest: hashOf('f') };
    const sourceState = makeEnvironmentState({
      desired: releaseOf(web),
      live: releaseOf(image),
    });
    const facts = {
      component: { componentRef, name: 'x', annotations: {}, ownerRefs: [] },
      from: 'staging',
      sourceState,
      evidence: [built('ci')],
    };
    const first = releaseToMove(rules, facts, START);
    expect(first).toMatchObject({ ok: true, release: { images: [image] } });
    const { release } = first.ok ? first : { release: undefined };
    const again = { ...facts, ...(release && { release }) };
    expect(releaseToMove(rules, again, START)).toEqual(first);
  });
});
