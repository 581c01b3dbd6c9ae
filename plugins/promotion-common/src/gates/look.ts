// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentState } from '../model/EnvironmentState';
import {
  type Evidence,
  type EvidenceTier,
  evidenceTiers,
} from '../model/Evidence';
import { millisOf } from '../model/moment';
import { isMovingTag, type MovingTags } from '../model/movingTag';
import type { Release, ReleaseImage } from '../model/Release';
import { sameCommit } from '../model/sameCommit';
import { sameImage, sameImageName } from '../model/sameImage';
import type { EntityRef, EnvironmentName, Timestamp } from '../model/scalars';

/** Everything the gates of a path are judged on. */
export interface GateFacts {
  readonly componentRef: EntityRef;
  readonly from: EnvironmentName;
  readonly to: EnvironmentName;
  readonly release: Release;
  readonly source: EnvironmentState;
  readonly target: EnvironmentState;
  /** All that is recorded of the component; what does not fit is left aside here, with its reason. */
  readonly evidence: readonly Evidence[];
  /** Whoever asked, in every guise: what they assert themselves never counts. */
  readonly requesterRefs: readonly string[];
  /** Which tags move, and so identify nothing. */
  readonly tags: MovingTags;
}

/** A record with its moments and its part read once. */
export interface Seen {
  readonly record: Evidence;
  /** What it covers of its kind as its part says, module and shard, as text; and which tool of which producer. */
  readonly cover: string;
  readonly by: string;
  /** When it says it was observed. */
  readonly observedMs: number;
  /** When it was observed, never later than it was received. */
  readonly atMs: number;
}

/** The facts, with the evidence sorted once for all gates. */
export interface Look {
  readonly facts: GateFacts;
  readonly now: Timestamp;
  readonly nowMs: number;
  /** Evidence of a kind about the release that is to move, and about others; newest first. */
  ofRelease(kind: string): {
    readonly about: readonly Seen[];
    readonly others: readonly Seen[];
  };
  /** Evidence of a kind about an environment, newest first. */
  ofEnvironment(kind: string, environment: EnvironmentName): readonly Seen[];
  /** Whether a record has the least tier and is not what somebody asserts of a promotion they requested. */
  isTrusted(record: Evidence, minTier: EvidenceTier): boolean;
  /** The image of the release that evidence about it names; absent: it is about all of them. */
  imageOf(record: Evidence): ReleaseImage | undefined;
}

interface EvidenceIndex {
  /** How many records it was made of: a list that has grown since is indexed again. */
  readonly size: number;
  /** By kind and, for an environment's, its name; newest first. */
  readonly byPlace: ReadonlyMap<string, readonly Seen[]>;
  readonly commits: ReadonlySet<string>;
}

const indexes = new WeakMap<readonly Evidence[], EvidenceIndex>();

/** Looks at facts at one moment. The evidence of one snapshot is indexed once, whoever asks and however often. */
export function lookAt(facts: GateFacts, now: Timestamp): Look {
  const index = indexOf(facts.evidence);
  const { componentRef, release, tags, requesterRefs } = facts;
  const split = new Map<string, { about: Seen[]; others: Seen[] }>();
  return {
    facts,
    now,
    nowMs: millisOf(now),
    ofRelease(kind) {
      const known = split.get(kind);
      if (known) return known;
      const made: { about: Seen[]; others: Seen[] } = { about: [], others: [] };
      for (const seen of index.byPlace.get(kind) ?? []) {
        const { subject } = seen.record;
        if (subject.componentRef !== componentRef) continue;
        const isAbout = isAboutRelease(seen.record, release, {
          tags,
          commits: index.commits,
        });
        (isAbout ? made.about : made.others).push(seen);
      }
      split.set(kind, made);
      return made;
    },
    ofEnvironment: (kind, environment) =>
      (index.byPlace.get(`${kind}/${environment}`) ?? []).filter(
        ({ record }) => record.subject.componentRef === componentRef,
      ),
    isTrusted: (record, minTier) =>
      evidenceTiers.indexOf(record.tier) >= evidenceTiers.indexOf(minTier) &&
      !(record.tier === 'asserted' && requesterRefs.includes(record.producer)),
    imageOf({ subject }) {
      const image = subject.type === 'release' ? subject.image : undefined;
      if (!image) return undefined;
      const { images } = release;
      return (
        images.find(own => sameImage(image, own, tags)) ??
        images.find(own => sameImageName(image, own))
      );
    },
  };
}

/** The tool that made a report; absent: not said. */
export function toolOf({
  facts,
  part,
}: Pick<Evidence, 'facts' | 'part'>): string | undefined {
  return (
    part?.tool ??
    (facts?.kind === 'vulnerabilities' ? facts.scanner : undefined)
  );
}

/** What tells one thing from another beyond its own text. */
export interface Identification {
  readonly tags: MovingTags;
  /** The commits of other releases that are known, so that a short hash can be ambiguous. */
  readonly commits: Iterable<string>;
}

/**
 * Whether evidence is about a release: it names its id, one of its images, or its commit, and contradicts none of
 * them. An unknown commit never matches.
 */
export function isAboutRelease(
  { subject }: Pick<Evidence, 'subject'>,
  release: Release,
  { tags, commits }: Identification,
): boolean {
  if (subject.type !== 'release') return false;
  if (subject.componentRef !== release.componentRef) return false;
  const { releaseId, image, commit } = subject;
  const answers = [
    releaseId === undefined ? undefined : releaseId === release.releaseId,
    image && namesImageOf(image, release, tags),
    commit === undefined || release.commit === undefined
      ? undefined
      : sameCommit(commit, release.commit, commits),
  ].filter(answer => answer !== undefined);
  return answers.length > 0 && answers.every(Boolean);
}

/** Whether it is one of the release's images; absent: a tag that moves says neither yes nor no. */
function namesImageOf(
  image: ReleaseImage,
  { images }: Release,
  tags: MovingTags,
): boolean | undefined {
  if (images.some(own => sameImage(image, own, tags))) return true;
  const isUntold =
    image.digest === undefined &&
    image.tag !== undefined &&
    isMovingTag(image.tag, tags) &&
    images.some(own => sameImageName(image, own));
  return isUntold ? undefined : false;
}

/** The commits that build records of more than a person's word tell of. */
export function knownCommits(evidence: readonly Evidence[]): Set<string> {
  return new Set(
    evidence.flatMap(({ facts, tier }) =>
      facts?.kind === 'build' && tier !== 'asserted' ? [facts.commit] : [],
    ),
  );
}

function indexOf(evidence: readonly Evidence[]): EvidenceIndex {
  const known = indexes.get(evidence);
  if (known?.size === evidence.length) return known;
  const made = indexEvidence(evidence);
  indexes.set(evidence, made);
  return made;
}

function indexEvidence(evidence: readonly Evidence[]): EvidenceIndex {
  const sorted = evidence
    .map(record => {
      const receivedMs = millisOf(record.receivedAt);
      const observedMs = millisOf(record.observedAt);
      const { producer, part } = record;
      return {
        record,
        cover: part
          ? JSON.stringify([part.module, part.shard?.index, part.shard?.of])
          : '',
        by: `${producer}\n${toolOf(record) ?? ''}`,
        observedMs,
        atMs: Math.min(observedMs, receivedMs),
        receivedMs,
      };
    })
    .sort(
      (a, b) =>
        b.atMs - a.atMs ||
        b.receivedMs - a.receivedMs ||
        (a.record.evidenceId > b.record.evidenceId ? -1 : 1),
    );
  const byPlace = new Map<string, Seen[]>();
  for (const seen of sorted) {
    const { kind, subject } = seen.record;
    const place =
      subject.type === 'environment' ? `${kind}/${subject.environment}` : kind;
    const list = byPlace.get(place);
    if (list) list.push(seen);
    else byPlace.set(place, [seen]);
  }
  return {
    size: evidence.length,
    byPlace,
    commits: knownCommits(evidence),
  };
}
