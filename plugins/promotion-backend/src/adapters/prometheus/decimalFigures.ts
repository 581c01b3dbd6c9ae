// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Decimal } from 'backstage-plugin-promotion-common';

/** Digits after the point that are kept of a measured figure. */
const PLACES = 6;

/** Reads a sample's value, which Prometheus writes as text. NaN is what a share of no traffic gives. */
export function readSampleValue(
  text: string,
):
  | { readonly kind: 'number'; readonly value: Decimal }
  | { readonly kind: 'not-a-number' | 'infinite' } {
  if (/^[+-]?Inf$/.test(text)) {
    return { kind: 'infinite' };
  }
  const [, sign = '', whole, fraction = '', exponent = '0'] =
    /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) {
    return { kind: 'not-a-number' };
  }
  return {
    kind: 'number',
    value: `${sign === '-' ? '-' : ''}${shift(
      whole,
      fraction,
      Number(exponent),
    )}`,
  };
}

function shift(whole: string, fraction: string, exponent: number): Decimal {
  if (exponent === 0) {
    return fraction ? `${whole}.${fraction}` : whole;
  }
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded =
    point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(1, point);
  const rest = padded.slice(at);
  return rest ? `${padded.slice(0, at)}.${rest}` : padded.slice(0, at);
}

/** Whole units of 10^-6. Never negative: an increase cannot be. Rounded so that doubt counts against passing. */
function toUnits(value: Decimal, rounding: 'up' | 'down'): bigint {
  const [whole = '0', fraction = ''] = value.replace(/^-.*/, '0').split('.');
  const kept = BigInt(whole + fraction.slice(0, PLACES).padEnd(PLACES, '0'));
  return rounding === 'up' && /[1-9]/.test(fraction.slice(PLACES))
    ? kept + 1n
    : kept;
}

function fromUnits(units: bigint): Decimal {
  const digits = units.toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0+$/, '');
  return fraction
    ? `${digits.slice(0, -PLACES)}.${fraction}`
    : digits.slice(0, -PLACES);
}

/** A measured figure with six digits after the point; `up` for what is better low, `down` for what is better high. */
export function roundFigure(value: Decimal, rounding: 'up' | 'down'): Decimal {
  return fromUnits(toUnits(value, rounding));
}

/** Whether a figure is zero, or below. */
export function isNothing(value: Decimal): boolean {
  return toUnits(value, 'up') === 0n;
}

/** Whether a figure reaches another, but for a millionth of it. */
export function reaches(value: Decimal, whole: Decimal): boolean {
  return toUnits(value, 'up') * 1_000_000n >= toUnits(whole, 'down') * 999_999n;
}

/** The share of one figure in the sum of some, in percent, rounded down. Absent when the sum is zero. */
export function shareOf(
  part: Decimal,
  all: readonly Decimal[],
): Decimal | undefined {
  const whole = all.reduce((sum, each) => sum + toUnits(each, 'down'), 0n);
  return whole === 0n
    ? undefined
    : fromUnits((toUnits(part, 'down') * 100n * 10n ** BigInt(PLACES)) / whole);
}

/**
 * The share of an error budget that is used up, in percent, rounded up: failures among requests, by the failures the
 * objective allows. Absent when an objective of 100 % allows none.
 */
export function consumedBudget(figures: {
  readonly requests: Decimal;
  readonly failures: Decimal;
  readonly objective: Decimal;
}): Decimal | undefined {
  const requests = toUnits(figures.requests, 'down');
  const failures = toUnits(figures.failures, 'up');
  const allowed =
    100n * 10n ** BigInt(PLACES) - toUnits(figures.objective, 'down');
  if (allowed <= 0n || requests === 0n) {
    return undefined;
  }
  const scale = 10n ** BigInt(PLACES);
  const numerator = failures * 10_000n * scale * scale;
  const denominator = requests * allowed;
  return fromUnits((numerator + denominator - 1n) / denominator);
}
