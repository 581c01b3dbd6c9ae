// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence } from '../model/Evidence';
import type { GateResult, GateStatus, Measure } from '../model/Gate';
import { earliest } from '../model/moment';
import type { EnvironmentName, Timestamp } from '../model/scalars';

/** What one kind of gate says, before its title, mode and id are put around it. */
export interface Verdict {
  readonly status: GateStatus;
  /** Stable text for machines. */
  readonly code: string;
  /** A sentence for people. */
  readonly message: string;
  /** What to do about it, in the imperative. */
  readonly remedy?: string;
  readonly measures: readonly Measure[];
  /** What it was judged on. */
  readonly evidence?: readonly Evidence[];
  /** When time alone may change the verdict. */
  readonly reevaluateAt?: Timestamp;
  readonly environment?: EnvironmentName;
  readonly children?: GateResult['children'];
}

const WORST_FIRST = {
  failed: 0,
  errored: 1,
  mismatched: 2,
  'no-data': 3,
  stale: 4,
  pending: 5,
  passed: 6,
} satisfies Record<GateStatus, number>;

/** The status that weighs most: an answer of no before no answer, and everything before a pass. */
export function worstStatus(statuses: readonly GateStatus[]): GateStatus {
  return statuses.reduce(
    (worst, status) =>
      WORST_FIRST[status] < WORST_FIRST[worst] ? status : worst,
    'passed',
  );
}

/** The verdict that weighs most; among equals the first. There must be one. */
export function worstVerdict<V extends { readonly status: GateStatus }>(
  verdicts: readonly [V, ...V[]],
): V {
  const worst = worstStatus(verdicts.map(verdict => verdict.status));
  return verdicts.find(verdict => verdict.status === worst) ?? verdicts[0];
}

/**
 * One verdict for all: the worst, and a pass only where all passed, on the evidence of all and until the first of them
 * may change.
 */
export function together(verdicts: readonly [Verdict, ...Verdict[]]): Verdict {
  const worst = worstVerdict(verdicts);
  if (worst.status !== 'passed' || verdicts.length === 1) return worst;
  const reevaluateAt = earliest(verdicts.map(each => each.reevaluateAt));
  return {
    ...worst,
    evidence: [...new Set(verdicts.flatMap(each => each.evidence ?? []))],
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

/** The verdict when there is nothing at all. */
export function nothing(about: {
  readonly noun: string;
  readonly renew: string;
}): Verdict {
  return {
    status: 'no-data',
    code: 'no-evidence',
    message: `There is no ${about.noun}.`,
    remedy: about.renew,
    measures: [],
  };
}
