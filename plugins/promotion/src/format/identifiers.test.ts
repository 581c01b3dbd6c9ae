// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isEntityRef, shortCommit, shortDigest } from './identifiers';

describe('identifiers', () => {
  it('shortens digests and commits to what one compares by eye', () => {
    expect(shortDigest(`sha256:${'ab'.repeat(32)}`)).toBe('abababababab');
    expect(shortCommit('0123456789abcdef')).toBe('01234567');
  });

  it.each([
    ['user:default/sam', true],
    ['group:default/sre', true],
    ['sre', false],
    ['engineering-lead', false],
  ])('tells whether %s is an entity reference', (helper, expected) => {
    expect(isEntityRef(helper)).toBe(expected);
  });
});
