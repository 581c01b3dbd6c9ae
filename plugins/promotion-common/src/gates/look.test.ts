// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ReleaseImage } from '../model/Release';
import { makeRelease } from '../model/releaseId';
import type { Evidence } from '../model/Evidence';
import { gateRulesSchema } from '../rules/gateRules';
import {
  componentRef,
  judgeOne,
  makeEvidence,
  makeFacts,
  NOW,
  release,
} from './__testUtils__/gateFixtures';
import { evaluateGates } from './evaluateGates';
import { isAboutRelease } from './look';
import { EVERYWHERE } from '../model/movingTag';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const name = 'acme/checkout';

const isAbout = (image: ReleaseImage, own: ReleaseImage) =>
  isAboutRelease(
    { subject: { type: 'release', componentRef, image } },
    makeRelease({ componentRef, images: [own] }),
    { tags: EVERYWHERE, commits: [] },
  );

describe('evidence about an image', () => {
  it.each<[string, ReleaseImage, ReleaseImage, boolean]>([
    ['the same digest', { name, digest: A }, { name, digest: A }, true],
    [
      'another digest of the same tag',
      { name, tag: '2', digest: B },
      { name, tag: '2', digest: A },
      false,
    ],
    [
      'the tag alone, of a pinned release',
      { name, tag: '2' },
      { name, tag: '2', digest: A },
      true,
    ],
    [
      'a tag that moves, of a pinned release',
      { name, tag: 'latest' },
      { name, tag: 'latest', digest: A },
      false,
    ],
    [
      'a tag that moves, where nothing else is known',
      { name, tag: 'latest' },
      { name, tag: 'latest' },
      false,
    ],
    [
      'the tag of another image',
      { name: 'acme/cart', tag: '2' },
      { name, tag: '2' },
      false,
    ],
  ])('with %s', (_, image, own, expected) => {
    expect(isAbout(image, own)).toBe(expected);
  });
});

describe('evidence about a commit', () => {
  const sha = '0123456789abcdef0123456789abcdef01234567';
  const COVERAGE = { kind: 'coverage', min: '80%' };
  const byCommit = (own: string, named: string, others: Evidence[] = []) =>
    judgeOne(COVERAGE, {
      release: { ...release, commit: own },
      evidence: [
        makeEvidence(
          { kind: 'coverage', covered: 1, valid: 100 },
          { subject: { type: 'release', componentRef, commit: named } },
        ),
        ...others,
      ],
    }).status;
  const builtFrom = (commit: string, tier: Evidence['tier'] = 'machine') =>
    makeEvidence(
      {
        kind: 'build',
        images: [{ name: 'acme/checkout', tag: commit }],
        repository: 'acme/checkout',
        commit,
        version: commit,
      },
      { tier },
    );

  it('counts whether the tag or the report has the short form', () => {
    expect(byCommit(sha.slice(0, 7), sha)).toBe('failed');
    expect(byCommit(sha, sha.slice(0, 9))).toBe('failed');
  });

  it('does not count where two known releases share the short form', () => {
    const twin = `${sha.slice(0, 7)}${'9'.repeat(33)}`;
    const built = [builtFrom(sha), builtFrom(twin)];
    expect(byCommit(sha, sha.slice(0, 7), built)).toBe('mismatched');
    expect(byCommit(sha, sha.slice(0, 9), built)).toBe('failed');
  });

  it("is made ambiguous by nobody's mere word", () => {
    const twin = `${sha.slice(0, 7)}${'9'.repeat(33)}`;
    const said = [builtFrom(twin, 'asserted')];
    expect(byCommit(sha, sha.slice(0, 7), said)).toBe('failed');
  });
});

describe('a release whose manifest gives its image another name', () => {
  const image = {
    name: 'checkout',
    realName: 'registry.example/acme/checkout',
  };
  it.each([
    ['tag', { tag: '3.8.0' }],
    ['digest', { tag: '3.8.0', digest: A }],
  ])('is told by the real name, by %s', (_, known) => {
    expect(
      isAbout({ name: image.realName, ...known }, { ...image, ...known }),
    ).toBe(true);
  });
});

describe('a moving tag', () => {
  it.each(['staging', 'main', 'prod-latest', 'dev-latest', 'develop'])(
    '%s says nothing, and nothing against the right commit',
    tag => {
      const own = { name, tag, digest: A };
      expect(isAbout({ name, tag }, own)).toBe(false);
      const pinned = makeRelease({
        componentRef,
        images: [own],
        commit: 'abcdef1',
      });
      const told = (commit: string) =>
        isAboutRelease(
          {
            subject: {
              type: 'release',
              componentRef,
              image: { name, tag },
              commit,
            },
          },
          pinned,
          { tags: EVERYWHERE, commits: [] },
        );
      expect(told('abcdef1')).toBe(true);
      expect(told('abcdef2')).toBe(false);
    },
  );
});

describe('the evidence of one snapshot', () => {
  it('is read once, however many gates are judged on it', () => {
    let dates = 0;
    const evidence = Array.from({ length: 80 }, () => {
      const record = makeEvidence({
        kind: 'coverage',
        covered: 90,
        valid: 100,
      });
      return Object.defineProperty({ ...record }, 'observedAt', {
        enumerable: true,
        get() {
          dates += 1;
          return record.observedAt;
        },
      });
    });
    const judge = (count: number) =>
      evaluateGates(
        {
          gates: Array.from({ length: count }, (_, index) =>
            gateRulesSchema.parse({
              kind: 'coverage',
              name: `gate-${index}`,
              min: '80%',
            }),
          ),
        },
        makeFacts({ evidence }),
        NOW,
      );
    judge(1);
    const once = dates;
    dates = 0;
    judge(100);
    // The one record that counts is read again by each gate, for its age and the view.
    expect(dates).toBeLessThanOrEqual(300);
    expect(once).toBeLessThanOrEqual(evidence.length + 3);
  });
});
