// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  compareDecimals,
  compareToLimit,
  type ExactRatio,
  formatPercent,
  ratioToPercent,
  subtractDecimals,
  trimZeros,
  withoutFloatDust,
} from '../model/decimal';
import type { Measure } from '../model/Gate';
import type { Decimal } from '../model/scalars';
import type { Verdict } from './Verdict';

/** The shares of requests that went well and that did not, or why there are none. */
export type SuccessRate =
  | {
      readonly ok: true;
      readonly success: ExactRatio;
      readonly failure: ExactRatio;
    }
  | { readonly ok: false; readonly verdict: Verdict };

/** Splits requests into those that went well and those that did not; too few, and none at all, are no data. */
export function successRate(
  figures: { readonly requests: Decimal; readonly failures: Decimal },
  minRequests: number,
): SuccessRate {
  const { requests } = figures;
  // Counters are rounded apart: where all fail, they may be a little above the total.
  const failures =
    compareDecimals(figures.failures, requests) > 0
      ? requests
      : figures.failures;
  const success = ratioToPercent(
    subtractDecimals(requests, failures),
    requests,
  );
  const failure = ratioToPercent(failures, requests);
  if (success && failure && isEnough(requests, minRequests)) {
    return { ok: true, success, failure };
  }
  return { ok: false, verdict: tooFewRequests(requests, minRequests) };
}

/** Whether there are as many requests as asked for, and any at all. */
export function isEnough(requests: Decimal, minRequests: number): boolean {
  return compareDecimals(requests, String(Math.max(1, minRequests))) >= 0;
}

/** The verdict on too few requests. */
export function tooFewRequests(
  requests: Decimal,
  minRequests: number,
  where?: string,
): Verdict {
  const value = trimZeros(requests);
  return {
    status: 'no-data',
    code: 'too-few-requests',
    message: `Only ${value} requests were seen${
      where === undefined ? '' : ` in ${where}`
    }; ${Math.max(1, minRequests)} are needed to judge.`,
    remedy: 'Wait for more traffic, or send some.',
    measures: [
      {
        label: 'Requests',
        value,
        limit: `≥ ${Math.max(1, minRequests)}`,
        status: 'no-data',
      },
    ],
  };
}

/** A measured share beside its limit, in percent; dust of binary floats around the limit does not count. */
export function shareMeasure(
  label: string,
  share: ExactRatio,
  { sign, limit }: { readonly sign: '≥' | '≤' | '<'; readonly limit: Decimal },
): Measure {
  const value = withoutFloatDust(share, limit);
  const compared = compareToLimit(value, limit);
  const holds = { '≥': compared >= 0, '≤': compared <= 0, '<': compared < 0 };
  return {
    label,
    value: formatPercent(value, limit),
    limit: `${sign} ${formatPercent(limit)}`,
    status: holds[sign] ? 'passed' : 'failed',
  };
}
