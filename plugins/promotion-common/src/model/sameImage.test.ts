// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { EVERYWHERE, isMovingTag, movingTagsOf } from './movingTag';
import { sameCommit } from './sameCommit';
import { sameImage } from './sameImage';

const tags = movingTagsOf({
  environments: {
    dev: {},
    staging: {},
    canary: {},
    production: {},
    'eu-1': {},
  },
  release: { mutableTags: ['Rolling', 'v2-lts'] },
});
const D1 = `sha256:${'1'.repeat(64)}`;
const D2 = `sha256:${'2'.repeat(64)}`;
const name = 'registry.example/acme/checkout';

describe('a tag', () => {
  it.each(
    `latest Latest 2.4-latest latest-arm64 dev-latest prod-latest staging STAGING prod production dev develop
     main master trunk feature-login feature/login-12 pr-123 mr-7 eu-1 web-eu-1 main_canary nightly rolling v2-lts`.split(
      /\s+/,
    ),
  )('%s moves', tag => {
    expect(isMovingTag(tag, tags)).toBe(true);
  });

  it.each(
    `2.4.0 v2.4.0 2.4.0-staging staging-2.4.0 main-3f2a1b9 3f2a1b9 20261124.3 main-57 develop-b57 1 20-alpine
     release-2026.11 dev-20261124 eu-10 maintenance domain-7`.split(/\s+/),
  )('%s is that of a build', tag => {
    expect(isMovingTag(tag, tags)).toBe(false);
  });

  it('moves under the rules that say so alone', () => {
    expect(isMovingTag('rolling', EVERYWHERE)).toBe(false);
    expect(isMovingTag('eu-1', EVERYWHERE)).toBe(false);
  });
});

describe('sameImage', () => {
  it.each([
    [
      'the same digest under two names',
      { name, digest: D1 },
      { name: 'mirror/x', digest: D1 },
      true,
    ],
    [
      'the same tag and two digests',
      { name, tag: '2', digest: D1 },
      { name, tag: '2', digest: D2 },
      false,
    ],
    [
      'a digest and the tag of its build',
      { name, tag: '2', digest: D1 },
      { name, tag: '2' },
      true,
    ],
    [
      'a digest and a tag that moves',
      { name, tag: 'main', digest: D1 },
      { name, tag: 'main' },
      false,
    ],
    [
      'a tag that moves and nothing else',
      { name, tag: 'staging' },
      { name, tag: 'staging' },
      false,
    ],
    [
      'another name',
      { name, tag: '2' },
      { name: 'acme/cart', tag: '2' },
      false,
    ],
    [
      'another host',
      { name, tag: '2' },
      { name: 'mirror.example/acme/checkout', tag: '2' },
      false,
    ],
    [
      'the name in the manifest and the real one',
      { name: 'checkout', realName: name, tag: '2' },
      { name, tag: '2' },
      true,
    ],
    [
      'the real name twice',
      { name: 'a', realName: name, tag: '2' },
      { name: 'b', realName: name, tag: '2' },
      true,
    ],
    [
      'a name on Docker Hub',
      { name: 'nginx', tag: '1.27' },
      { name: 'docker.io/library/nginx', tag: '1.27' },
      true,
    ],
    [
      'an owner on Docker Hub',
      { name: 'acme/web', tag: '1' },
      { name: 'index.docker.io/acme/web', tag: '1' },
      true,
    ],
    [
      'a host in capitals',
      { name: 'REGISTRY.example/acme/checkout', tag: '2' },
      { name, tag: '2' },
      true,
    ],
    [
      'a local registry and Docker Hub',
      { name: 'localhost/web', tag: '1' },
      { name: 'localhost/web', tag: '1' },
      true,
    ],
    ['neither tag nor digest', { name }, { name }, false],
  ])('of %s', (_, a, b, expected) => {
    expect(sameImage(a, b, tags)).toBe(expected);
    expect(sameImage(b, a, tags)).toBe(expected);
  });
});

describe('sameCommit', () => {
  const hex = fc.stringMatching(/^[0-9a-f]{40}$/);

  it('takes at least 7 first digits for the whole, both ways round', () => {
    fc.assert(
      fc.property(hex, fc.integer({ min: 1, max: 40 }), (sha, digits) => {
        const short = sha.slice(0, digits);
        expect(sameCommit(short, sha, [sha])).toBe(digits >= 7);
        expect(sameCommit(sha, short, [])).toBe(digits >= 7);
      }),
    );
  });

  it('takes no beginning that another known commit shares, and always the whole', () => {
    const a = `abcdef1${'0'.repeat(33)}`;
    const b = `abcdef1${'1'.repeat(33)}`;
    expect(sameCommit('abcdef1', a, [a, b])).toBe(false);
    expect(sameCommit('abcdef10', a, [a, b])).toBe(true);
    expect(sameCommit(a, a, [a, b])).toBe(true);
    expect(sameCommit('abcdef1', a, ['abcdef1', 'abcdef10'])).toBe(true);
    expect(sameCommit(a, b, [])).toBe(false);
  });
});
