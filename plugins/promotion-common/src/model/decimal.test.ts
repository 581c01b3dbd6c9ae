// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import {
  compareDecimals,
  compareToLimit,
  formatPercent,
  ratioToPercent,
  subtractDecimals,
  toRatio,
  trimZeros,
  withoutFloatDust,
} from './decimal';

function percent(part: string | number, whole: string | number) {
  const value = ratioToPercent(part, whole);
  if (!value) throw new Error('the share of nothing');
  return value;
}

describe('compareDecimals', () => {
  it.each([
    ['79.995', '80', -1],
    ['80', '80.000', 0],
    ['99.9', '99.90', 0],
    ['99.90000000000000001', '99.9', 1],
    ['-0.5', '-0.25', -1],
    ['-0.0', '0', 0],
    [
      '123456789012345678901234567890.1',
      '123456789012345678901234567890.2',
      -1,
    ],
  ])('of %s and %s is %i', (a, b, expected) => {
    expect(compareDecimals(a, b)).toBe(expected);
    expect(compareDecimals(b, a) + expected).toBe(0);
  });
});

describe('ratioToPercent', () => {
  it.each([
    [15999, 20000, '80', -1],
    [16000, 20000, '80', 0],
    [1, 3, '33.333333333333333333', 1],
    ['0.1', '100', '0.1', 0],
    [0, 5, '0', 0],
  ])(
    'of %s in %s against %s % compares as %i',
    (part, whole, limit, expected) => {
      expect(compareToLimit(percent(part, whole), limit)).toBe(expected);
    },
  );

  it('has no answer for a share of nothing', () => {
    expect(ratioToPercent(0, 0)).toBeUndefined();
    expect(ratioToPercent('5', '0.00')).toBeUndefined();
  });

  it('agrees with whole-number arithmetic for all counts', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(100),
        (part, whole, limit) => {
          const expected = Math.sign(part * 100 - limit * whole);
          expect(compareToLimit(percent(part, whole), String(limit)) + 0).toBe(
            expected + 0,
          );
        },
      ),
    );
  });
});

describe('withoutFloatDust', () => {
  it.each([
    ['99.89999999999999', '99.9', 0],
    ['99.90000000000001', '99.9', 0],
    ['99.8999', '99.9', -1],
    ['99.899999', '99.9', -1],
  ])('takes %s against %s as %i', (value, limit, expected) => {
    expect(compareToLimit(withoutFloatDust(toRatio(value), limit), limit)).toBe(
      expected,
    );
  });
});

describe('formatPercent', () => {
  it.each([
    ['79.995', '80', '79.995 %'],
    ['79.99999', '80', '79.99999 %'],
    ['78', '80', '78 %'],
    ['78.126', '80', '78.13 %'],
    ['80', '80', '80 %'],
    ['99.999999', undefined, '99.999999 %'],
    ['0.0001', undefined, '0.0001 %'],
    ['0', undefined, '0 %'],
    ['100', undefined, '100 %'],
    ['79.99999999999999', '80', 'just below 80 %'],
    ['20.00000000000001', '20', 'just above 20 %'],
    ['-3.5', '20', '-3.5 %'],
  ])('of %s beside %s reads "%s"', (value, limit, expected) => {
    expect(formatPercent(value, limit)).toBe(expected);
  });

  it('never shows a figure on the other side of its limit', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 100_000 }),
        fc.nat(100),
        (part, whole, limit) => {
          const value = percent(part, whole);
          const shown = formatPercent(value, String(limit)).replace(' %', '');
          expect(compareDecimals(shown, String(limit))).toBe(
            compareToLimit(value, String(limit)),
          );
        },
      ),
    );
  });
});

it('subtracts without rounding', () => {
  expect(subtractDecimals('100', '99.95')).toBe('0.05');
  expect(subtractDecimals('1', '1.00')).toBe('0');
  expect(subtractDecimals('0.1', '0.35')).toBe('-0.25');
});

it('trims zeros only after the point', () => {
  expect(trimZeros('100')).toBe('100');
  expect(trimZeros('99.50')).toBe('99.5');
  expect(trimZeros('99.00')).toBe('99');
});
