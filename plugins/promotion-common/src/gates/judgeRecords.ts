// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  impossibleFigures,
  type Evidence,
  type EvidenceFacts,
} from '../model/Evidence';
import { formatMoment } from '../model/formatMoment';
import { plusMs } from '../model/moment';
import { formatDuration } from './formatDuration';
import type { EvidenceRule } from './GateKind';
import type { Look, Seen } from './look';
import { nothing, together, type Verdict } from './Verdict';

/** Clocks of others may run this far ahead of ours. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** The facts of one kind of evidence. */
export type FactsOf<K extends EvidenceFacts['kind']> = Extract<
  EvidenceFacts,
  { kind: K }
>;

/** How records of one kind are read. */
export interface Reading<K extends EvidenceFacts['kind']> {
  readonly kind: K;
  /** What people call such a record: "coverage report". */
  readonly noun: string;
  /** How to get a newer one, in the imperative. */
  readonly renew: string;
  /** Milliseconds; absent: it does not age. */
  readonly maxAge?: number;
  /** What of the kind a record covers, besides module and shard: records of one cover by several tools are of the same. */
  readonly coverOf?: (record: Evidence) => string;
  /** Adds up what was counted in several parts; absent: each part is judged for itself. */
  readonly add?: (a: FactsOf<K>, b: FactsOf<K>) => FactsOf<K>;
  readonly judge: (facts: FactsOf<K>, record: Evidence) => Verdict;
}

/** Whether something was observed further in the future than clocks may differ, in milliseconds since the epoch. */
export function isFromTheFuture(observedMs: number, nowMs: number): boolean {
  return observedMs > nowMs + MAX_CLOCK_SKEW_MS;
}

/**
 * The verdict over trusted records about one subject, newest first. The newest of each part counts, a part being what is
 * covered, by which tool of which producer. Over parts the worst counts, or what they counted is added up; of several who
 * cover the same, one that was switched off long ago does not block for ever. A run in shards counts once all are there.
 */
export function judgeRecords<K extends EvidenceFacts['kind']>(
  trusted: readonly Seen[],
  reading: Reading<K>,
  look: Look,
): Verdict {
  const covers = newestParts(trusted, reading);
  const missing = missingShards(trusted, reading);
  const sum = missing ? undefined : judgeSum(covers.flat(), reading, look);
  if (sum) return sum;
  const verdicts = covers.flatMap(
    parts =>
      freshOrAll(parts.map(seen => judgeRecord(seen, reading, look))) ?? [],
  );
  const [first, ...rest] = missing ? [...verdicts, missing] : verdicts;
  return first ? together([first, ...rest]) : nothing(reading);
}

/** The newest record of each part, by what is covered. A problem that names no part is over with the next record. */
function newestParts<K extends EvidenceFacts['kind']>(
  trusted: readonly Seen[],
  { coverOf }: Reading<K>,
): readonly (readonly Seen[])[] {
  const covers = new Map<string, Map<string, Seen>>();
  for (const seen of trusted) {
    const { record, by } = seen;
    const cover = `${coverOf?.(record) ?? ''}\n${seen.cover}`;
    const parts = covers.get(cover) ?? new Map<string, Seen>();
    covers.set(cover, parts);
    const isOver =
      record.facts === undefined &&
      [...parts.values()].some(
        newer => newer.record.producer === record.producer,
      );
    if (!isOver && !parts.has(by)) parts.set(by, seen);
  }
  return [...covers.values()].map(parts => [...parts.values()]);
}

/** The verdict over those who say something of the same: of those that are fresh enough, if any is. */
function freshOrAll(verdicts: readonly Verdict[]): Verdict | undefined {
  const [fresh, ...more] = verdicts.filter(({ status }) => status !== 'stale');
  if (fresh) return together([fresh, ...more]);
  const [stale, ...others] = verdicts;
  return stale && together([stale, ...others]);
}

/** Judges what each producer counted over all parts; absent: it is not added up, or some of it cannot be. */
function judgeSum<K extends EvidenceFacts['kind']>(
  parts: readonly Seen[],
  reading: Reading<K>,
  look: Look,
): Verdict | undefined {
  const { add, kind } = reading;
  if (!add) return undefined;
  const sums = new Map<string, Seen & { readonly all: readonly Evidence[] }>();
  for (const seen of parts) {
    const { record, atMs } = seen;
    const { facts, producer } = record;
    const isUsable =
      isOfKind(facts, kind) &&
      impossibleFigures(facts) === undefined &&
      !isFromTheFuture(seen.observedMs, look.nowMs);
    if (!isUsable) return undefined;
    const known = sums.get(producer);
    const before = known?.record.facts;
    sums.set(producer, {
      ...seen,
      record: {
        ...(known && known.atMs < atMs ? known.record : record),
        facts: isOfKind(before, kind) ? add(before, facts) : facts,
      },
      atMs: Math.min(atMs, known?.atMs ?? atMs),
      all: [...(known?.all ?? []), record],
    });
  }
  return freshOrAll(
    [...sums.values()].map(sum => ({
      ...judgeRecord(sum, reading, look),
      evidence: sum.all,
    })),
  );
}

function missingShards<K extends EvidenceFacts['kind']>(
  trusted: readonly Seen[],
  { noun, renew }: Reading<K>,
): Verdict | undefined {
  const sharded = trusted.filter(({ record }) => record.part?.shard);
  const runs = new Map<string, { of: number; seen: Set<number> }>();
  for (const { record } of sharded) {
    const { module = '', shard } = record.part ?? {};
    if (!shard) continue;
    const key = JSON.stringify([module, record.producer]);
    const run = runs.get(key) ?? { of: shard.of, seen: new Set<number>() };
    if (run.of === shard.of) run.seen.add(shard.index);
    runs.set(key, run);
  }
  const short = [...runs.values()].find(({ of, seen }) => seen.size < of);
  if (!short) return undefined;
  return {
    status: 'no-data',
    code: 'shards-missing',
    message: `The ${noun} has ${short.seen.size} of ${short.of} shards.`,
    remedy: renew,
    measures: [],
    evidence: sharded.map(({ record }) => record),
  };
}

function judgeRecord<K extends EvidenceFacts['kind']>(
  { record, observedMs, atMs }: Seen,
  reading: Reading<K>,
  { nowMs }: Look,
): Verdict {
  const { noun, maxAge, renew } = reading;
  const about = { measures: [], evidence: [record] };
  if (isFromTheFuture(observedMs, nowMs)) {
    return {
      ...about,
      status: 'errored',
      code: 'clock-ahead',
      message: `The ${noun} of ${
        record.producer
      } claims to be from ${formatMoment(
        record.observedAt,
      )}, which is in the future.`,
      remedy: `Set the clock of ${record.producer} and send it again.`,
    };
  }
  const age = Math.max(0, nowMs - atMs);
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
  if (record.problem || !isOfKind(record.facts, reading.kind)) {
    return {
      ...about,
      status: record.problem?.code ?? 'errored',
      code:
        record.problem?.code === 'no-data' ? 'source-empty' : 'source-errored',
      message: `${record.producer} gave no ${noun}: ${
        record.problem?.message ?? 'it holds no such facts'
      }`,
      remedy: `Look at ${record.producer}; it will be asked again.`,
    };
  }
  const impossible = impossibleFigures(record.facts);
  if (impossible !== undefined) {
    return {
      ...about,
      status: 'errored',
      code: 'impossible-figures',
      message: impossible,
      remedy: `Check what ${record.producer} counts, and send the ${noun} again.`,
    };
  }
  const verdict = reading.judge(record.facts, record);
  const endsAt =
    maxAge === undefined || verdict.status !== 'passed'
      ? undefined
      : plusMs(new Date(atMs).toISOString(), maxAge + 1);
  const reevaluateAt = verdict.reevaluateAt ?? endsAt;
  return {
    ...verdict,
    evidence: [record],
    ...(reevaluateAt !== undefined && { reevaluateAt }),
  };
}

/** The verdict when all there is may not count for lack of trust. Newest first. */
export function untrustedVerdict(
  [newest]: readonly [Seen, ...Seen[]],
  { minTier }: EvidenceRule,
  noun: string,
): Verdict {
  const { record } = newest;
  const isOwn = record.tier === 'asserted' && minTier === 'asserted';
  return {
    status: 'no-data',
    code: isOwn ? 'asserted-by-requester' : 'tier-too-low',
    message: isOwn
      ? `The only ${noun} was asserted by ${record.producer}, who requests this promotion.`
      : `The only ${noun} has trust "${record.tier}"; at least "${minTier}" counts.`,
    remedy:
      'Let a pipeline with an identity of its own send it, or let the source be asked.',
    measures: [],
    evidence: [record],
  };
}

function isOfKind<K extends EvidenceFacts['kind']>(
  facts: EvidenceFacts | undefined,
  kind: K,
): facts is FactsOf<K> {
  return facts?.kind === kind;
}
