// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { InputError } from '@backstage/errors';
import type {
  EntityRef,
  Evidence,
  EvidenceFacts,
  EvidencePart,
  EvidenceSubject,
  EnvironmentState,
  Release,
} from 'backstage-plugin-promotion-common';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import {
  gateKindOf,
  isAboutRelease,
  isFromTheFuture,
  knownCommits,
} from 'backstage-plugin-promotion-common/gates';
import {
  evidenceIdOf,
  makeRelease,
  movingTagsOf,
} from 'backstage-plugin-promotion-common/model';
import type { Clock } from 'backstage-plugin-promotion-node';
import type { Caller } from '../Caller';
import { coversRelease } from './describeRelease';
import type { ComponentScope } from '../rules/ComponentScope';
import type { Producer } from '../rules/promotionConfig';
import type { EvidenceStore } from './EvidenceStore';
import { evidenceTier } from './evidenceTier';
import { ReportLimit } from './ReportLimit';

/** What is sent. */
export interface EvidenceReport {
  readonly subject: EvidenceSubject;
  readonly part?: EvidencePart;
  readonly facts: EvidenceFacts;
  readonly observedAt: string;
  readonly url?: string;
  readonly rawDigest?: string;
}

/** What recording needs. */
export interface EvidenceRecorderOptions {
  readonly scope: ComponentScope;
  readonly evidence: EvidenceStore;
  readonly producers: readonly Producer[];
  readonly clock: Clock;
  /** Something was recorded about a component: whoever waits for it looks again. */
  readonly onRecorded: (componentRef: EntityRef) => Promise<void>;
}

/** Records what pipelines and people send. What it counts for is for a view to say. */
export class EvidenceRecorder {
  readonly #options: EvidenceRecorderOptions;
  readonly #limit = new ReportLimit();

  constructor(options: EvidenceRecorderOptions) {
    this.#options = options;
  }

  /**
   * Records a report. `gather` is asked, once the report is fit, for what stands where.
   *
   * @throws InputError, NotAllowedError, NotFoundError, ConflictError, TooManyRequestsError; each says what to do next
   */
  async record(
    report: EvidenceReport,
    caller: Caller,
    gather: () => Promise<Pick<Snapshot, 'states'>>,
  ): Promise<Evidence> {
    const { scope, producers, evidence: store, clock } = this.#options;
    const { componentRef } = report.subject;
    const { entity, rules } = await scope.get(componentRef);
    const tier = evidenceTier(caller, report.facts.kind, { entity, producers });
    checkSubject(report, Object.keys(rules.rules.environments));
    const receivedAt = await clock.now();
    this.#limit.count(caller.actor.ref, Date.parse(receivedAt));
    const observedMs = Date.parse(report.observedAt);
    if (isFromTheFuture(observedMs, Date.parse(receivedAt))) {
      throw new InputError(
        `observedAt ${report.observedAt} lies more than five minutes ahead of this server's time, ${receivedAt}. Correct the sender's clock.`,
      );
    }
    const { states } = await gather();
    const evidence = asEvidence(report, states, {
      producer: caller.actor.ref,
      tier,
      receivedAt,
    });
    await store.record([evidence]);
    for (const release of builtReleases(evidence)) {
      await store.saveRelease(release);
    }
    await this.#options.onRecorded(componentRef);
    return evidence;
  }
}

/** A clock that runs a little ahead must not make a report newer than one that comes after it. */
function asEvidence(
  report: EvidenceReport,
  states: readonly EnvironmentState[],
  from: Pick<Evidence, 'producer' | 'tier' | 'receivedAt'>,
): Evidence {
  const at = new Date(report.observedAt).toISOString();
  const observedAt = at > from.receivedAt ? from.receivedAt : at;
  const evidence = {
    kind: report.facts.kind,
    subject: subjectOf({ ...report, observedAt }, states),
    ...(report.part && { part: report.part }),
    facts: report.facts,
    ...from,
    observedAt,
    ...(report.url !== undefined && { url: report.url }),
    ...(report.rawDigest !== undefined && { rawDigest: report.rawDigest }),
  };
  return { ...evidence, evidenceId: evidenceIdOf(evidence) };
}

/** What was observed in an environment is of the release that was live there then, where the observer knows it. */
function subjectOf(
  { subject, facts, observedAt }: EvidenceReport,
  states: readonly EnvironmentState[],
): EvidenceSubject {
  if (
    subject.type !== 'environment' ||
    subject.releaseId !== undefined ||
    !gateKindOf(facts.kind)?.whileLive
  ) {
    return subject;
  }
  const then = states
    .find(state => state.environment === subject.environment)
    ?.history.find(
      ({ since, until }) =>
        since <= observedAt && (until === undefined || observedAt < until),
    );
  return then ? { ...subject, releaseId: then.releaseId } : subject;
}

function checkSubject(
  { subject, facts }: EvidenceReport,
  environments: readonly string[],
): void {
  if (subject.type === 'environment') {
    if (environments.includes(subject.environment)) return;
    throw new InputError(
      `The rules have no environment ${
        subject.environment
      }; they have ${environments.join(', ')}.`,
    );
  }
  const isNamed = subject.releaseId ?? subject.image ?? subject.commit;
  if (isNamed === undefined && facts.kind !== 'build') {
    throw new InputError(
      'The subject names no release. Say which by releaseId, by image (name with digest or tag) or by commit.',
    );
  }
}

/** The releases a build record makes known: by digest where every image has one, and by tag for manifests without. */
function builtReleases({
  subject,
  facts,
  tier,
  url,
}: Evidence): readonly Release[] {
  if (facts?.kind !== 'build' || tier === 'asserted') return [];
  const { version, repository, commit } = facts;
  const about = {
    componentRef: subject.componentRef,
    version,
    repository,
    commit,
    ...(url !== undefined && { buildUrl: url }),
  };
  const isPinned = facts.images.every(image => image.digest !== undefined);
  const isTagged = facts.images.every(image => image.tag !== undefined);
  return [
    ...(isPinned ? [makeRelease({ ...about, images: facts.images })] : []),
    ...(isTagged
      ? [
          makeRelease({
            ...about,
            images: facts.images.map(({ name, tag }) => ({ name, tag })),
          }),
        ]
      : []),
  ];
}

/** Which releases it speaks of, as far as they are known: live or desired ones first. */
export function releasesAbout(
  evidence: Evidence,
  { states, rules, evidence: recorded }: Snapshot,
  known: readonly Release[],
): readonly Release[] {
  const tags = movingTagsOf(rules.rules);
  const commits = knownCommits(recorded);
  const { subject } = evidence;
  if (subject.type === 'environment') {
    const state = states.find(each => each.environment === subject.environment);
    return state?.live ? [state.live] : [];
  }
  const placed = states.flatMap(({ live, desired }) =>
    [live, desired].filter(release => release !== undefined),
  );
  const all = new Map(
    [...known, ...placed].map(release => [release.releaseId, release]),
  );
  return [...all.values()].filter(
    release =>
      isAboutRelease(evidence, release, { tags, commits }) ||
      coversRelease(evidence, release, tags),
  );
}
