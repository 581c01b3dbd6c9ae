// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceFacts } from '../model/Evidence';
import type { EvidenceRule } from './GateKind';
import {
  judgeRecords,
  untrustedVerdict,
  type FactsOf,
  type Reading,
} from './judgeRecords';
import type { Look, Seen } from './look';
import { nothing, together, worstVerdict, type Verdict } from './Verdict';
import type { Measure } from '../model/Gate';

/** Something of a release that must be reported for itself: a test suite, an image. */
export interface RequiredPart {
  readonly name: string;
  readonly covers: (record: Evidence) => boolean;
  /** What is shown of it where nothing was measured. */
  readonly unmeasured?: Omit<Measure, 'status' | 'value'>;
}

/** How a gate reads reports about the release. */
export interface ReportReading<K extends EvidenceFacts['kind']>
  extends Pick<Reading<K>, 'kind' | 'coverOf' | 'add'> {
  readonly rule: EvidenceRule;
  /** What people call the report of these parts; of none: of the whole. */
  readonly noun: (parts: readonly string[]) => string;
  /** What must be reported for itself; absent: one report of the whole. */
  readonly parts?: readonly RequiredPart[];
  /** How it is said that only these parts were not reported; absent: as that nothing was. */
  readonly missing?: (
    parts: readonly string[],
  ) => Pick<Verdict, 'code' | 'message' | 'remedy'>;
  /** What is said of the other parts that did not pass, beside the worst; absent: nothing. */
  readonly also?: (parts: readonly string[]) => string;
  /** What is said when all parts passed; absent: what is said of the first. */
  readonly passed?: string;
  readonly judge: (facts: FactsOf<K>, part: string | undefined) => Verdict;
}

/** Judges evidence about the release that is to move; evidence about any other release is `mismatched`. */
export function judgeReports<K extends EvidenceFacts['kind']>(
  look: Look,
  reading: ReportReading<K>,
): Verdict {
  const [only, ...more] = reading.parts ?? [];
  if (!only) return judgePart(look, reading);
  const judged = [only, ...more].map(part => ({
    part,
    verdict: judgePart(look, reading, part),
  }));
  const [first, ...rest] = judged.map(({ verdict }) => verdict);
  if (!first) return judgePart(look, reading);
  const measures = judged.flatMap(({ part: { unmeasured }, verdict }) =>
    verdict.measures.length === 0 && unmeasured
      ? [{ ...unmeasured, status: verdict.status }]
      : verdict.measures,
  );
  const all = together([first, ...rest]);
  if (all.status === 'passed') {
    return { ...all, message: reading.passed ?? all.message, measures };
  }
  const worst = worstVerdict([first, ...rest]);
  const bad = judged.filter(({ verdict }) => verdict.status !== 'passed');
  const names = bad.map(({ part }) => part.name);
  const evidence = [
    ...new Set(judged.flatMap(({ verdict }) => verdict.evidence ?? [])),
  ];
  if (bad.every(({ verdict }) => verdict.code === 'no-evidence')) {
    const { version } = look.facts.release;
    const isAll = bad.length === judged.length;
    const noun = reading.noun(names);
    return {
      ...nothing({
        noun: `${noun} for ${version}`,
        renew: `Let the pipeline send a ${noun} for ${version}.`,
      }),
      ...(!isAll && reading.missing?.(names)),
      measures,
      evidence,
    };
  }
  const others = bad
    .filter(({ verdict }) => verdict !== worst)
    .map(({ part }) => part.name);
  const also = others.length === 0 ? undefined : reading.also?.(others);
  const message =
    also === undefined
      ? worst.message
      : worst.message.replace(/\.?$/, `; ${also}.`);
  return { ...worst, message, measures, evidence };
}

function judgePart<K extends EvidenceFacts['kind']>(
  look: Look,
  reading: ReportReading<K>,
  part?: RequiredPart,
): Verdict {
  const { kind, rule } = reading;
  const { version } = look.facts.release;
  const noun = reading.noun(part ? [part.name] : []);
  const renew = `Let the pipeline send a ${noun} for ${version}.`;
  const isOf = ({ record }: Seen) => part?.covers(record) ?? true;
  const isTrusted = ({ record }: Seen) => look.isTrusted(record, rule.minTier);
  const { about, others } = look.ofRelease(kind);
  const candidates = about.filter(isOf);
  const trusted = candidates.filter(isTrusted);
  if (trusted.length > 0) {
    return judgeRecords(
      trusted,
      {
        ...reading,
        noun,
        renew,
        ...(rule.maxAge !== undefined && { maxAge: rule.maxAge }),
        judge: facts => reading.judge(facts, part?.name),
      },
      look,
    );
  }
  const [untrusted] = candidates;
  if (untrusted) return untrustedVerdict([untrusted], rule, noun);
  const other = others.filter(isOf).find(isTrusted);
  return other
    ? mismatched(other.record, look, noun)
    : nothing({ noun: `${noun} for ${version}`, renew });
}

function mismatched(newest: Evidence, look: Look, noun: string): Verdict {
  const { release } = look.facts;
  const isByCommit =
    newest.subject.type === 'release' &&
    newest.subject.commit !== undefined &&
    release.commit === undefined;
  const why = isByCommit
    ? `and which commit ${release.version} was built from is not known`
    : `not about ${release.version}`;
  return {
    status: 'mismatched',
    code: 'other-subject',
    message: `The newest ${noun} is about ${subjectInWords(newest)}, ${why}.`,
    remedy: isByCommit
      ? `Let the pipeline send a build record for ${release.version}, which ties its image to the commit.`
      : `Let the pipeline of ${release.version} send its ${noun}; if it did, send a build record, which ties the image to the commit.`,
    measures: [],
    evidence: [newest],
  };
}

function subjectInWords({ subject }: Evidence): string {
  if (subject.type === 'environment') return subject.environment;
  const { image, commit, releaseId } = subject;
  if (image) {
    const tag = image.tag === undefined ? '' : `:${image.tag}`;
    const digest =
      image.digest === undefined ? '' : `@${image.digest.slice(0, 19)}`;
    return `image ${image.name}${tag || digest}`;
  }
  if (commit !== undefined) return `commit ${commit.slice(0, 12)}`;
  return releaseId === undefined
    ? 'no release'
    : `another release (${releaseId.slice(0, 19)})`;
}
