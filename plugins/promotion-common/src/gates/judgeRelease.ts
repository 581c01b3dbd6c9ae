// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Evidence, EvidenceFacts, EvidenceTier } from '../model/Evidence';
import type { Timestamp } from '../model/scalars';
import { isAboutRelease, subjectInWords } from './evidenceSubject';
import type { GateFacts } from './GateFacts';
import { FactsOf, judgeRecords, nothing } from './judgeRecord';
import { newestEvidence } from './newestEvidence';
import { trustedEvidence, untrustedVerdict } from './trustedEvidence';
import type { Verdict } from './Verdict';

/** How a gate reads evidence about the release. */
export interface ReleaseJudging<K extends EvidenceFacts['kind']> {
  readonly kind: K;
  readonly rule: { readonly maxAge?: number; readonly minTier: EvidenceTier };
  readonly noun: string;
  readonly now: Timestamp;
  /** Leaves out records of the kind that are about another part, such as another suite. */
  readonly filter?: (evidence: Evidence) => boolean;
  /** What one producer may report separately; absent: one thing. */
  readonly groupOf?: (evidence: Evidence) => string;
  readonly judge: (facts: FactsOf<K>, evidence: Evidence) => Verdict;
}

/** Judges evidence about the release that is to move; evidence about any other release is `mismatched`. */
export function judgeRelease<K extends EvidenceFacts['kind']>(
  facts: GateFacts,
  judging: ReleaseJudging<K>,
): Verdict {
  const { kind, rule, noun, filter, groupOf, now } = judging;
  const { release } = facts;
  const renew = `Let the pipeline send a ${noun} for ${release.version}.`;
  const candidates = facts.evidence.filter(
    each =>
      each.kind === kind &&
      each.subject.type === 'release' &&
      each.subject.componentRef === facts.componentRef &&
      (filter?.(each) ?? true),
  );
  const about = candidates.filter(each =>
    isAboutRelease(each.subject, release),
  );
  if (about.length === 0) {
    const [newest] = newestEvidence(candidates);
    return newest
      ? mismatched(newest, facts, noun)
      : nothing({ noun: `${noun} for ${release.version}`, renew });
  }
  const { trusted, untrusted } = trustedEvidence(
    about,
    rule.minTier,
    facts.requesterRefs,
  );
  if (trusted.length === 0) {
    return untrustedVerdict(newestEvidence(untrusted), rule.minTier, noun);
  }
  const records = newestEvidence(
    trusted,
    each => `${each.producer}\n${groupOf?.(each) ?? ''}`,
  );
  return judgeRecords(records, {
    kind,
    noun,
    now,
    renew,
    judge: judging.judge,
    ...(rule.maxAge !== undefined && { maxAge: rule.maxAge }),
  });
}

function mismatched(newest: Evidence, facts: GateFacts, noun: string): Verdict {
  const { release } = facts;
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
