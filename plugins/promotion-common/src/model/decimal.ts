// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Decimal } from './scalars';

/** An exact fraction. The denominator is always above zero. */
export interface ExactRatio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Figures that came through binary floats may differ by this much in percent points without being different. */
const DUST: ExactRatio = { numerator: 1n, denominator: 1_000_000_000n };

/** Reads a decimal text, or a whole or exactly printed number, as an exact fraction. */
export function toRatio(value: Decimal | number): ExactRatio {
  const text = typeof value === 'number' ? numberText(value) : value;
  const [whole = '0', fraction = ''] = text.split('.');
  return {
    numerator: BigInt(whole + fraction),
    denominator: 10n ** BigInt(fraction.length),
  };
}

/** Compares two exact fractions: negative when `a` is less, zero when they are equal, positive when `a` is more. */
export function compareRatios(a: ExactRatio, b: ExactRatio): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Compares two decimal texts exactly: `9.90` equals `9.9`, and `79.995` is less than `80`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  return compareRatios(toRatio(a), toRatio(b));
}

/** `a - b` as exact decimal text, without trailing zeros. */
export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  const left = toRatio(a);
  const right = toRatio(b);
  const numerator =
    left.numerator * right.denominator - right.numerator * left.denominator;
  const scale =
    left.denominator.toString().length + right.denominator.toString().length;
  return trimZeros(
    toFixed(
      { numerator, denominator: left.denominator * right.denominator },
      scale,
    ),
  );
}

/**
 * The share `part / whole` in percent, exactly, never rounded.
 * Absent when `whole` is zero: the share of nothing is no data.
 */
export function ratioToPercent(
  part: Decimal | number,
  whole: Decimal | number,
): ExactRatio | undefined {
  const over = toRatio(part);
  const under = toRatio(whole);
  if (under.numerator <= 0n) return undefined;
  return {
    numerator: over.numerator * under.denominator * 100n,
    denominator: over.denominator * under.numerator,
  };
}

/** Compares a percentage, or any exact figure, with a limit; no rounding on the way. */
export function compareToLimit(value: ExactRatio, limit: Decimal): number {
  return compareRatios(value, toRatio(limit));
}

/**
 * The limit itself where `value` lies within a billionth of a percent point of it, else `value`. For figures that
 * came through binary floats (metrics), so that 99.89999999999999 is 99.9. Never used on counts, which are exact.
 */
export function withoutFloatDust(
  value: ExactRatio,
  limit: Decimal,
): ExactRatio {
  const exact = toRatio(limit);
  const difference =
    value.numerator * exact.denominator - exact.numerator * value.denominator;
  const distance: ExactRatio = {
    numerator: difference < 0n ? -difference : difference,
    denominator: value.denominator * exact.denominator,
  };
  return compareRatios(distance, DUST) < 0 ? exact : value;
}

/**
 * A percentage for people, `79.5 %`: two digits after the point at most, unless more are needed so that it stays on
 * its side of `limit`, of 0 and of 100. 79.995 reads `79.995 %` beside a limit of 80, not `80 %`.
 */
export function formatPercent(
  value: ExactRatio | Decimal,
  limit?: Decimal,
): string {
  const exact = typeof value === 'string' ? toRatio(value) : value;
  const borders = ['0', '100', ...(limit === undefined ? [] : [limit])];
  for (let digits = 2; digits <= 12; digits++) {
    const rounded = toFixed(exact, digits);
    const sameSide = borders.every(
      border =>
        compareDecimals(rounded, border) === compareToLimit(exact, border),
    );
    if (sameSide) return `${trimZeros(rounded)} %`;
  }
  const border = limit ?? trimZeros(toFixed(exact, 2));
  return compareToLimit(exact, border) < 0
    ? `just below ${trimZeros(border)} %`
    : `just above ${trimZeros(border)} %`;
}

/** Decimal text without trailing zeros after the point: `99.50` reads `99.5`. */
export function trimZeros(text: Decimal): Decimal {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Rounds half away from zero to so many digits after the point. */
function toFixed(value: ExactRatio, digits: number): Decimal {
  const scaled = value.numerator * 10n ** BigInt(digits) * 2n;
  const negative = scaled < 0n;
  const doubled = (negative ? -scaled : scaled) / value.denominator;
  const rounded = ((doubled + 1n) / 2n).toString().padStart(digits + 1, '0');
  const whole = rounded.slice(0, rounded.length - digits);
  const fraction = rounded.slice(rounded.length - digits);
  const sign = negative && /[1-9]/.test(rounded) ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

function numberText(value: number): string {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) {
    throw new RangeError(`${text} is not a plain decimal number`);
  }
  return text;
}
