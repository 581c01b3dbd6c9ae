// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import type { Evidence, EvidenceFacts } from '../model/Evidence';
import { formatMoment } from '../model/formatMoment';
import { isBefore, millisOf, plusMs } from '../model/moment';
import type { Timestamp } from '../model/scalars';
import type { GateRulesOf } from '../rules/gateRules';
import { formatDuration } from './formatDuration';
import type { GateFacts } from './GateFacts';
import { FactsOf, judgeRecords, nothing } from './judgeRecord';
import { Interval, liveInterval } from './liveInterval';
import { ageMs, newestEvidence } from './newestEvidence';
import { unobserved } from './observedState';
import { questionOf } from './questionOf';
import { trustedEvidence, untrustedVerdict } from './trustedEvidence';
import type { Verdict } from './Verdict';

/** Sources answer for whole minutes: a window may reach this far over the edge of an interval. */
const EDGE_MS = 60_000;

/** How a gate reads evidence about an environment. */
export interface EnvironmentJudging<K extends EvidenceFacts['kind']> {
  readonly kind: K;
  readonly rule: GateRulesOf<'slo' | 'error-budget' | 'alerts' | 'canary'>;
  readonly noun: string;
  readonly now: Timestamp;
  readonly judge: (facts: FactsOf<K>, evidence: Evidence) => Verdict;
}

/** As `EnvironmentJudging`, for evidence about the release while it was live there. */
export interface LiveJudging<K extends EvidenceFacts['kind']>
  extends Omit<EnvironmentJudging<K>, 'judge'> {
  /** How far back from `observedAt` the figures reach, in milliseconds. */
  readonly windowOf: (facts: FactsOf<K>) => number;
  /** How long the release must be live before there can be enough to judge, in milliseconds. */
  readonly enoughMs: number;
  readonly judge: (facts: FactsOf<K>, interval: Interval) => Verdict;
}

/** Judges evidence about the environment itself, whatever runs there. */
export function judgeEnvironment<K extends EvidenceFacts['kind']>(
  facts: GateFacts,
  state: EnvironmentState,
  judging: EnvironmentJudging<K>,
): Verdict {
  const candidates = evidenceOf(facts, state, judging);
  return {
    ...judgeTrusted(candidates, facts, judging, state),
    environment: state.environment,
  };
}

/**
 * Judges evidence about the release in an environment: what was observed while it was live there, and only that.
 * Once the environment has moved on, the last that was observed of it stays, and does not age. Until then the observer
 * has to vouch that it still is live.
 */
export function judgeWhileLive<K extends EvidenceFacts['kind']>(
  facts: GateFacts,
  state: EnvironmentState,
  judging: LiveJudging<K>,
): Verdict {
  const { environment } = state;
  const candidates = evidenceOf(facts, state, judging);
  const interval = liveInterval(state, facts.release);
  if (candidates.length > 0 && !interval) {
    return { ...neverLive(facts, state), environment };
  }
  const isLive = interval !== undefined && interval.until === undefined;
  const silent = isLive ? unobserved(state, judging.now) : undefined;
  if (silent) return silent;
  const inside = candidates.filter(
    each =>
      interval &&
      isInside(each, interval, judging) &&
      isOfRelease(each, facts.release.releaseId),
  );
  const [newest] = newestEvidence(candidates);
  const early = isLive && inside.every(each => isTooEarly(each, interval));
  const soon =
    newest && early
      ? notMeasuredYet(interval, { facts, state, judging })
      : undefined;
  if (soon) return { ...soon, environment };
  if (newest && inside.length === 0) {
    return { ...outside(newest, facts, judging), environment };
  }
  const { maxAge, ...ageless } = judging.rule;
  const verdict = judgeTrusted(
    inside,
    facts,
    {
      ...judging,
      rule: interval?.until === undefined ? judging.rule : ageless,
      judge: figures =>
        interval ? judging.judge(figures, interval) : neverLive(facts, state),
    },
    state,
  );
  return { ...verdict, environment };
}

/** What was observed there of this kind, without what was measured for another gate's question. */
function evidenceOf(
  facts: GateFacts,
  state: EnvironmentState,
  {
    kind,
    rule,
  }: Pick<EnvironmentJudging<EvidenceFacts['kind']>, 'kind' | 'rule'>,
): readonly Evidence[] {
  const asked = questionOf(rule);
  return facts.evidence.filter(
    ({ kind: own, subject, question }) =>
      own === kind &&
      (question ?? asked) === asked &&
      subject.type === 'environment' &&
      subject.componentRef === facts.componentRef &&
      subject.environment === state.environment,
  );
}

function judgeTrusted<K extends EvidenceFacts['kind']>(
  candidates: readonly Evidence[],
  facts: GateFacts,
  judging: EnvironmentJudging<K>,
  state: EnvironmentState,
): Verdict {
  const { rule, noun } = judging;
  const renew = `Let the source be asked again, or send a ${noun} for ${state.environment}.`;
  if (candidates.length === 0) {
    return nothing({ noun: `${noun} for ${state.environment}`, renew });
  }
  const { trusted, untrusted } = trustedEvidence(
    candidates,
    rule.minTier,
    facts.requesterRefs,
  );
  if (trusted.length === 0) {
    return untrustedVerdict(newestEvidence(untrusted), rule.minTier, noun);
  }
  return judgeRecords(newestEvidence(trusted), {
    kind: judging.kind,
    noun,
    now: judging.now,
    renew,
    judge: judging.judge,
    ...(rule.maxAge !== undefined && { maxAge: rule.maxAge }),
  });
}

function isInside<K extends EvidenceFacts['kind']>(
  evidence: Evidence,
  interval: Interval,
  { kind, windowOf }: LiveJudging<K>,
): boolean {
  const window = isFactsOf(evidence.facts, kind) ? windowOf(evidence.facts) : 0;
  const end = millisOf(evidence.observedAt);
  const until =
    interval.until === undefined ? Infinity : millisOf(interval.until);
  return (
    end - window >= millisOf(interval.since) - EDGE_MS && end <= until + EDGE_MS
  );
}

/** Evidence that names no release is about whatever was live then. */
function isOfRelease({ subject }: Evidence, releaseId: string): boolean {
  return subject.releaseId === undefined || subject.releaseId === releaseId;
}

/** Whether the source was asked when it could not yet hold anything of the interval. */
function isTooEarly(
  { problem, observedAt }: Evidence,
  { since }: Interval,
): boolean {
  return (
    problem?.code === 'no-data' &&
    millisOf(observedAt) - millisOf(since) < 2 * EDGE_MS
  );
}

/**
 * What is known is of the time before the release became live, and there was no time yet to measure enough of it.
 * Absent: there was.
 */
function notMeasuredYet<K extends EvidenceFacts['kind']>(
  { since }: Interval,
  context: {
    readonly facts: GateFacts;
    readonly state: EnvironmentState;
    readonly judging: LiveJudging<K>;
  },
): Verdict | undefined {
  const { judging, facts, state } = context;
  const reevaluateAt = plusMs(since, judging.enoughMs);
  if (!isBefore(judging.now, reevaluateAt)) return undefined;
  const needed = formatDuration(judging.enoughMs);
  const value = formatDuration(millisOf(judging.now) - millisOf(since));
  return {
    status: 'pending',
    code: 'observed-too-briefly',
    message: `${facts.release.version} has been live in ${state.environment} for ${value}; ${needed} of it must be measured.`,
    remedy: `Wait until ${formatMoment(reevaluateAt)}.`,
    measures: [
      {
        label: 'Observed for',
        value,
        limit: `≥ ${needed}`,
        status: 'pending',
      },
    ],
    reevaluateAt,
  };
}

function outside<K extends EvidenceFacts['kind']>(
  newest: Evidence,
  facts: GateFacts,
  { kind, noun, now, windowOf }: LiveJudging<K>,
): Verdict {
  const age = formatDuration(ageMs(newest, now));
  const reach = isFactsOf(newest.facts, kind)
    ? ` and reaches ${formatDuration(windowOf(newest.facts))} further back`
    : '';
  return {
    status: 'mismatched',
    code: 'other-interval',
    message: `The newest ${noun} is ${age} old${reach}, which is not within the time ${facts.release.version} was live there.`,
    remedy:
      'Let the source be asked for the time since this release became live.',
    measures: [],
    evidence: [newest],
  };
}

function neverLive(facts: GateFacts, state: EnvironmentState): Verdict {
  return {
    status: 'mismatched',
    code: 'never-live',
    message: `Since when ${facts.release.version} is live in ${state.environment} is not known, so nothing observed there can be ascribed to it.`,
    remedy: `Deploy ${facts.release.version} to ${state.environment} first.`,
    measures: [],
  };
}

function isFactsOf<K extends EvidenceFacts['kind']>(
  facts: EvidenceFacts | undefined,
  kind: K,
): facts is FactsOf<K> {
  return facts?.kind === kind;
}
