// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { contentHash } from './contentHash';

describe('contentHash', () => {
  it.each([
    // The digests are those `printf '…' | sha256sum` prints over the canonical text.
    [
      'an empty object',
      {},
      'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    ],
    [
      'null',
      null,
      'sha256:74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b',
    ],
    [
      'keys in any order',
      { b: 1, a: [true, 'x'] },
      'sha256:f15ef113d6e0c876b9ea9e90ebc36ad3f8b350d44634ba2fc407e978fb8cebeb',
    ],
    [
      // RFC 8785, section 3.2.2: numbers, escapes and literals.
      'the sample of RFC 8785',
      {
        numbers: [
          333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001,
        ],
        string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
        literals: [null, true, false],
      },
      'sha256:2d5e01a318d0f0879ab568c4be289c8b1f64ef8921a53c6277d5e069978baacb',
    ],
  ])('of %s is the known one', (_title, value, expected) => {
    expect(contentHash(value)).toBe(expected);
  });

  it('does not depend on the order of keys', () => {
    expect(contentHash({ a: 1, b: { c: 2, d: 3 } })).toBe(
      contentHash({ b: { d: 3, c: 2 }, a: 1 }),
    );
  });

  it('drops fields that are undefined', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  it('depends on the order of a list', () => {
    expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, { a: Number.NaN }])(
    'refuses %p, which is not JSON',
    value => {
      expect(() => contentHash(value)).toThrow();
    },
  );
});
