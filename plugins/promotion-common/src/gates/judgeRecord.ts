// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceFacts } from '../model/Evidence';
import { formatMoment } from '../model/formatMoment';
import { plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import { formatDuration } from './formatDuration';
import { ageMs, isFromTheFuture } from './newestEvidence';
import { Verdict, worstVerdict } from './Verdict';

/** The facts of one kind of evidence. */
export type FactsOf<K extends EvidenceFacts['kind']> = Extract<
  EvidenceFacts,
  { kind: K }
>;

/** How one kind of evidence is read. */
export interface Judging<K extends EvidenceFacts['kind']> {
  readonly kind: K;
  /** What people call such a record: "coverage report". */
  readonly noun: string;
  readonly now: Timestamp;
  /** Absent: it does not age. */
  readonly maxAge?: number;
  /** How to get a newer one, in the imperative. */
  readonly renew: string;
  readonly judge: (facts: FactsOf<K>, evidence: Evidence) => Verdict;
}

/**
 * The verdict over the newest records of all producers: the worst of those that are fresh enough, so that a second
 * scanner cannot be outvoted, and one that was switched off long ago does not block for ever.
 */
export function judgeRecords<K extends EvidenceFacts['kind']>(
  records: readonly Evidence[],
  judging: Judging<K>,
): Verdict {
  const verdicts = records.map(record => judgeRecord(record, judging));
  const fresh = verdicts.filter(verdict => verdict.status !== 'stale');
  const worst = worstVerdict(fresh.length > 0 ? fresh : verdicts);
  return worst ?? nothing(judging);
}

/** The verdict when there is nothing at all. */
export function nothing(about: { noun: string; renew: string }): Verdict {
  return {
    status: 'no-data',
    code: 'no-evidence',
    message: `There is no ${about.noun}.`,
    remedy: about.renew,
    measures: [],
  };
}

function judgeRecord<K extends EvidenceFacts['kind']>(
  evidence: Evidence,
  judging: Judging<K>,
): Verdict {
  const { noun, now, maxAge, renew } = judging;
  const about = { measures: [], evidence: [evidence] };
  if (isFromTheFuture(evidence, now)) {
    return {
      ...about,
      status: 'errored',
      code: 'clock-ahead',
      message: `The ${noun} of ${
        evidence.producer
      } claims to be from ${formatMoment(
        evidence.observedAt,
      )}, which is in the future.`,
      remedy: `Set the clock of ${evidence.producer} and send it again.`,
    };
  }
  const age = ageMs(evidence, now);
  if (maxAge !== undefined && age > maxAge) {
    return {
      ...about,
      status: 'stale',
      code: 'stale-evidence',
      message: `The ${noun} is ${formatDuration(
        age,
      )} old; it may be ${formatDuration(maxAge)} old at most.`,
      remedy: renew,
    };
  }
  if (evidence.problem || !isOfKind(evidence.facts, judging.kind)) {
    return {
      ...about,
      status: evidence.problem?.code ?? 'errored',
      code:
        evidence.problem?.code === 'no-data'
          ? 'source-empty'
          : 'source-errored',
      message: `${evidence.producer} gave no ${noun}: ${
        evidence.problem?.message ?? 'it holds no such facts'
      }`,
      remedy: `Look at ${evidence.producer}; it will be asked again.`,
    };
  }
  const verdict = judging.judge(evidence.facts, evidence);
  const endsAt =
    maxAge === undefined || verdict.status !== 'passed'
      ? undefined
      : plusMs(evidence.observedAt, maxAge + 1);
  const reevaluateAt = verdict.reevaluateAt ?? endsAt;
  return {
    ...verdict,
    evidence: [evidence],
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

function isOfKind<K extends EvidenceFacts['kind']>(
  facts: EvidenceFacts | undefined,
  kind: K,
): facts is FactsOf<K> {
  return facts?.kind === kind;
}
