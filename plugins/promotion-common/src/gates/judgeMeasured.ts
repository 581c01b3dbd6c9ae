// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import type { Evidence, EvidenceFacts } from '../model/Evidence';
import { formatMoment } from '../model/formatMoment';
import { earliest, isBefore, millisOf, plusMs } from '../model/moment';
import { formatDuration } from './formatDuration';
import type { EvidenceRule } from './GateKind';
import {
  judgeRecords,
  untrustedVerdict,
  type FactsOf,
  type Reading,
} from './judgeRecords';
import { liveInterval, unobserved, type Interval } from './liveInterval';
import type { Look, Seen } from './look';
import { nothing, worstVerdict, type Verdict } from './Verdict';

/** Sources answer for whole minutes: a window may reach this far over the edge of an interval. */
const EDGE_MS = 60_000;

/** How a gate reads what was measured in an environment. */
export interface MeasureReading<K extends EvidenceFacts['kind']> {
  readonly kind: K;
  readonly rule: EvidenceRule;
  /** How old it may be where the rule does not say. */
  readonly defaultMaxAge: number;
  readonly noun: string;
  /** What the gate asks of a source; absent: all gates of the kind ask the same. */
  readonly question?: string;
  /** What counts is of the time the release was live in the source; absent: of the environment, whatever runs there. */
  readonly whileLive?: {
    /** How far back from `observedAt` the figures reach, in milliseconds. */
    readonly windowOf: (facts: FactsOf<K>) => number;
    /** How long the release must be live before there can be enough to judge, in milliseconds. */
    readonly enoughMs: number;
  };
  /** `interval` is when the release was live in the source; absent for the target, and for what is of the environment. */
  readonly judge: (
    facts: FactsOf<K>,
    state: EnvironmentState,
    interval: Interval | undefined,
  ) => Verdict;
}

/** Judges a gate where the rule says: in the source, in the target, or in both, of which the worse counts. */
export function onSides(
  on: 'source' | 'target' | 'both',
  { facts }: Look,
  judge: (state: EnvironmentState, side: 'source' | 'target') => Verdict,
): Verdict {
  if (on !== 'both') {
    return { ...judge(facts[on], on), environment: facts[on].environment };
  }
  const source = judge(facts.source, 'source');
  const target = judge(facts.target, 'target');
  const worst = worstVerdict([source, target]);
  const isPassed = worst.status === 'passed';
  const reevaluateAt = isPassed
    ? earliest([source.reevaluateAt, target.reevaluateAt])
    : worst.reevaluateAt;
  const { environment: _, reevaluateAt: own, ...rest } = worst;
  const child = (state: EnvironmentState, verdict: Verdict) => ({
    environment: state.environment,
    status: verdict.status,
    message: verdict.message,
  });
  const where = worst === source ? facts.source : facts.target;
  return {
    ...rest,
    ...(!isPassed && { environment: where.environment }),
    message: isPassed ? `${source.message} ${target.message}` : worst.message,
    measures: [...source.measures, ...target.measures],
    evidence: [...(source.evidence ?? []), ...(target.evidence ?? [])],
    ...(reevaluateAt !== undefined && { reevaluateAt }),
    children: [child(facts.source, source), child(facts.target, target)],
  };
}

/** Judges what was measured on the sides that the rule names. */
export function judgeMeasured<K extends EvidenceFacts['kind']>(
  look: Look,
  on: 'source' | 'target' | 'both',
  reading: MeasureReading<K>,
): Verdict {
  return onSides(on, look, (state, side) => {
    const { kind, rule, question, whileLive } = reading;
    const candidates = look
      .ofEnvironment(kind, state.environment)
      .filter(({ record }) => (record.question ?? question) === question);
    const trusted = candidates.filter(({ record }) =>
      look.isTrusted(record, rule.minTier),
    );
    const judged =
      whileLive && side === 'source'
        ? { ...reading, whileLive, state, candidates, trusted }
        : undefined;
    return judged
      ? judgeWhileLive(look, judged)
      : judgeAll(look, { ...reading, state, candidates, trusted });
  });
}

interface Candidates {
  readonly state: EnvironmentState;
  /** Newest first, as `trusted`. */
  readonly candidates: readonly Seen[];
  readonly trusted: readonly Seen[];
}

/**
 * What was observed while the release was live there, and only that. Once the environment has moved on, the last that was
 * observed of it stays, and does not age. Until then the observer has to vouch that it still is live.
 */
function judgeWhileLive<K extends EvidenceFacts['kind']>(
  look: Look,
  reading: Required<Pick<MeasureReading<K>, 'whileLive'>> &
    MeasureReading<K> &
    Candidates,
): Verdict {
  const { state, trusted, kind } = reading;
  const { release } = look.facts;
  const interval = liveInterval(state, release);
  const [newest] = trusted;
  if (!interval) {
    return newest
      ? {
          status: 'mismatched',
          code: 'never-live',
          message: `Since when ${release.version} is live in ${state.environment} is not known, so nothing observed there can be ascribed to it.`,
          remedy: `Deploy ${release.version} to ${state.environment} first.`,
          measures: [],
        }
      : judgeAll(look, reading);
  }
  const isLive = interval.until === undefined;
  const silent = isLive ? unobserved(state, look.nowMs) : undefined;
  if (silent) return silent;
  const { windowOf } = reading.whileLive;
  const reachMs = ({ facts }: Evidence) =>
    isFactsOf(facts, kind) ? windowOf(facts) : 0;
  const sinceMs = millisOf(interval.since);
  const untilMs = isLive ? Infinity : millisOf(interval.until ?? look.now);
  const inside = trusted.filter(
    ({ record, atMs }) =>
      atMs - reachMs(record) >= sinceMs - EDGE_MS &&
      atMs <= untilMs + EDGE_MS &&
      [undefined, release.releaseId].includes(record.subject.releaseId),
  );
  const isEarly = inside.every(
    ({ record, atMs }) =>
      record.problem?.code === 'no-data' && atMs - sinceMs < 2 * EDGE_MS,
  );
  // What is known is of the time before, and there was no time yet to measure enough of it.
  const { enoughMs } = reading.whileLive;
  const liveMs = look.nowMs - sinceMs;
  if (newest && isLive && isEarly && liveMs < enoughMs) {
    return tooShort(liveMs, enoughMs, {
      now: look.now,
      interval,
      message: `${release.version} has been live in ${
        state.environment
      } for ${formatDuration(liveMs)}; ${formatDuration(
        enoughMs,
      )} of it must be measured.`,
    });
  }
  if (newest && inside.length === 0) {
    const reach = reachMs(newest.record);
    const further =
      reach > 0 ? ` and reaches ${formatDuration(reach)} further back` : '';
    return {
      status: 'mismatched',
      code: 'other-interval',
      message: `The newest ${reading.noun} is ${formatDuration(
        Math.max(0, look.nowMs - newest.atMs),
      )} old${further}, which is not within the time ${
        release.version
      } was live there.`,
      remedy:
        'Let the source be asked for the time since this release became live.',
      measures: [],
      evidence: [newest.record],
    };
  }
  return judgeAll(look, { ...reading, trusted: inside, interval });
}

function judgeAll<K extends EvidenceFacts['kind']>(
  look: Look,
  reading: MeasureReading<K> & Candidates & { readonly interval?: Interval },
): Verdict {
  const { rule, noun, state, candidates, trusted, interval } = reading;
  const of: Omit<Reading<K>, 'judge'> = {
    kind: reading.kind,
    noun,
    renew: `Let the source be asked again, or send a ${noun} for ${state.environment}.`,
    ...(interval?.until === undefined && {
      maxAge: rule.maxAge ?? reading.defaultMaxAge,
    }),
  };
  if (trusted.length === 0) {
    const [untrusted] = candidates;
    return untrusted
      ? untrustedVerdict([untrusted], rule, noun)
      : nothing({ ...of, noun: `${noun} for ${state.environment}` });
  }
  const judge = (facts: FactsOf<K>) => reading.judge(facts, state, interval);
  return judgeRecords(trusted, { ...of, judge }, look);
}

/**
 * The verdict on what was observed for too short a time. `pending` while the release only has to be live a little longer
 * in the source; else nobody knows when there will be enough.
 */
export function tooShort(
  observedMs: number,
  neededMs: number,
  when: {
    readonly now: string;
    readonly interval: Interval | undefined;
    /** Absent: how much was observed and is needed. */
    readonly message?: string;
  },
): Verdict {
  const { now, interval } = when;
  const isLive = interval && interval.until === undefined;
  const enoughAt = isLive ? plusMs(interval.since, neededMs) : undefined;
  const isPending = enoughAt !== undefined && isBefore(now, enoughAt);
  const status = isPending ? 'pending' : 'no-data';
  const value = formatDuration(observedMs);
  const needed = formatDuration(neededMs);
  const remedy = isLive
    ? 'Let the source be asked again.'
    : 'Promote a release that is live in the source.';
  return {
    status,
    code: 'observed-too-briefly',
    message:
      when.message ??
      `Only ${value} was observed; ${needed} is needed to judge.`,
    remedy: isPending ? `Wait until ${formatMoment(enoughAt)}.` : remedy,
    measures: [{ label: 'Observed for', value, limit: `≥ ${needed}`, status }],
    ...(isPending && { reevaluateAt: enoughAt }),
  };
}

function isFactsOf<K extends EvidenceFacts['kind']>(
  facts: EvidenceFacts | undefined,
  kind: K,
): facts is FactsOf<K> {
  return facts?.kind === kind;
}
