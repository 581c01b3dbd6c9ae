// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  compareDecimals,
  ExactRatio,
  ratioToPercent,
  subtractDecimals,
  trimZeros,
} from '../model/decimal';
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

/** Splits requests into those that went well and those that did not; too few are no data, negative or more failures than requests no answer. */
export function successRate(
  figures: { readonly requests: Decimal; readonly failures: Decimal },
  minRequests: number,
): SuccessRate {
  const { requests, failures } = figures;
  const measure = {
    label: 'Requests',
    value: trimZeros(requests),
    limit: `≥ ${minRequests}`,
  };
  const impossible =
    compareDecimals(failures, requests) > 0 ||
    compareDecimals(failures, '0') < 0;
  if (impossible) {
    return {
      ok: false,
      verdict: {
        status: 'errored',
        code: 'impossible-figures',
        message: `The source counts ${trimZeros(
          failures,
        )} failures in ${trimZeros(requests)} requests.`,
        remedy: 'See what the query counts.',
        measures: [{ ...measure, status: 'errored' }],
      },
    };
  }
  const success = ratioToPercent(
    subtractDecimals(requests, failures),
    requests,
  );
  const failure = ratioToPercent(failures, requests);
  const isEnough = compareDecimals(requests, String(minRequests)) >= 0;
  if (success && failure && isEnough) return { ok: true, success, failure };
  return {
    ok: false,
    verdict: {
      status: 'no-data',
      code: 'too-few-requests',
      message: `Only ${trimZeros(
        requests,
      )} requests were seen; ${minRequests} are needed to judge.`,
      remedy: 'Wait for more traffic, or send some.',
      measures: [{ ...measure, status: 'no-data' }],
    },
  };
}
