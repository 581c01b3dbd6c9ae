// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EnvironmentProblem } from '../model/EnvironmentState';
import type { Release } from '../model/Release';
import { formatDuration } from '../gates/formatDuration';
import { millisOf } from '../model/moment';
import { isMovingTag, movingTagsOf } from '../model/movingTag';
import { makeRelease } from '../model/releaseId';
import { sameImageName } from '../model/sameImage';
import type { Timestamp } from '../model/scalars';
import { entityName } from '../model/titles';
import type { PromotionRules } from '../rules/PromotionRules';
import type { PlanFacts, Refusal } from './PlanFacts';
import { refuse } from './PlanFacts';
import { isRecent } from './setupOf';

/** What the choice is made from. */
export type SourceFacts = Pick<
  PlanFacts,
  'component' | 'from' | 'release' | 'sourceState' | 'evidence'
>;

type Chosen =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The release that moves: the one asked for, which must have been live in the source, else the one that is desired *and*
 * live there. A tag that moves names no release, unless a build record says which image it was and that is what runs in the
 * source: then the release moves by that digest.
 */
export function releaseToMove(
  rules: PromotionRules,
  facts: SourceFacts,
  now: Timestamp,
): Chosen {
  const named = byDigest(rules, facts);
  // What moves is never live under the name it is desired by, so that this is the reason to tell.
  const { desired } = named.sourceState;
  const untold =
    desired && !named.release ? movingTag(rules, desired) : undefined;
  if (untold !== undefined) return noIdentity(untold, facts);
  const chosen = named.release
    ? known(named.release, named)
    : desiredAndLive(named);
  if (!chosen.ok) return chosen;
  const unseen = notSeen(facts, now);
  if (unseen) return unseen;
  const [twice] = disagreements(chosen.release);
  if (twice) {
    return no(
      'source-disagrees',
      `The manifests of ${facts.from} hold ${twice.name} as ${twice.held.join(
        ' and as ',
      )}.`,
      `Let all manifests of ${facts.from} hold the same, then promote that.`,
    );
  }
  const moving = movingTag(rules, chosen.release);
  return moving === undefined ? chosen : noIdentity(moving, facts);
}

function noIdentity(moving: string, { from }: SourceFacts): Chosen {
  return no(
    'mutable-tag',
    `The tag ${moving} may mean another image tomorrow, and no build record is of the image that runs in ${from}.`,
    `Let the pipeline send a build record for it, or deploy ${from} by a version or a digest.`,
  );
}

function known(
  release: Release,
  { sourceState, from, component }: SourceFacts,
): Chosen {
  const seen = [
    sourceState.live?.releaseId,
    ...sourceState.history.map(interval => interval.releaseId),
  ];
  const { live } = sourceState;
  // What its Pods report now: a tag that was pushed again is another thing to approve.
  const observedDigests =
    release.observedDigests && live?.releaseId === release.releaseId
      ? live.observedDigests
      : undefined;
  return seen.includes(release.releaseId)
    ? {
        ok: true,
        release: { ...release, ...(observedDigests && { observedDigests }) },
      }
    : no(
        'not-in-source',
        `${entityName(component.componentRef)} ${
          release.version
        } was never seen live in ${from}.`,
        `Bring it to ${from} first, or choose what runs there.`,
      );
}

function desiredAndLive({ sourceState, from, component }: SourceFacts): Chosen {
  const { desired, live } = sourceState;
  const name = entityName(component.componentRef);
  if (!desired) {
    return no(
      'unreadable',
      `It is not known what ${from} of ${name} should run.${told(
        sourceState,
        'repository',
      )}`,
      `Mend the manifest of ${from}, or wait until its repository answers.`,
    );
  }
  if (!live) {
    return no(
      'not-live',
      `${desired.version} is desired in ${from}, and it is not known what runs there.`,
      `Wait until ${desired.version} is live in ${from}.`,
    );
  }
  if (desired.releaseId !== live.releaseId) {
    return no(
      'source-disagrees',
      `${from} should run ${desired.version} and runs ${live.version}.`,
      `Wait until ${desired.version} is live in ${from}.`,
    );
  }
  const { observedDigests } = live;
  return {
    ok: true,
    release: { ...desired, ...(observedDigests && { observedDigests }) },
  };
}

/** What a source has against the environment, to be put behind a sentence. */
function told(
  { problems }: SourceFacts['sourceState'],
  about: EnvironmentProblem['source'],
): string {
  return problems
    .filter(({ source }) => source === about)
    .map(({ message }) => ` ${message}`)
    .join('');
}

/** What was not seen recently is not live, whoever names the release. */
function notSeen(
  { sourceState, from }: SourceFacts,
  now: Timestamp,
): Chosen | undefined {
  if (isRecent(sourceState, now)) return undefined;
  const ageMs = millisOf(now) - millisOf(sourceState.observedAt);
  return no(
    'not-live',
    `${from} was last observed ${formatDuration(
      ageMs,
    )} ago, so what runs there now is unknown.${told(
      sourceState,
      'application',
    )}`,
    `Check in the log of the Backstage backend why ${from} is not observed.`,
  );
}

/** Images that are there more than once: several manifests of one environment that hold different ones. */
function disagreements({ images }: Release) {
  return [...new Set(images.map(({ name }) => name))]
    .map(name => ({
      name,
      held: images
        .filter(image => image.name === name)
        .map(({ tag, digest }) => tag ?? digest?.slice(0, 19)),
    }))
    .filter(({ held }) => held.length > 1);
}

/** The facts with every release by the digests that run in the source, where it goes by tags that move. */
function byDigest(rules: PromotionRules, facts: SourceFacts): SourceFacts {
  const { sourceState, release } = facts;
  const { desired, live } = sourceState;
  const name = (one: Release) => pinned(rules, facts, one);
  return {
    ...facts,
    ...(release && { release: name(release) }),
    sourceState: {
      ...sourceState,
      ...(desired && { desired: name(desired) }),
      ...(live && { live: name(live) }),
    },
  };
}

/** The release with the digest of each image whose tag moves: one that runs, and that a build record has. */
function pinned(
  rules: PromotionRules,
  { evidence, sourceState: { live } }: SourceFacts,
  release: Release,
): Release {
  const running = new Set([
    ...(live?.observedDigests ?? []),
    ...(live?.images ?? []).map(({ name, digest }) => `${name}@${digest}`),
  ]);
  const built = evidence.flatMap(({ facts, tier }) =>
    facts?.kind === 'build' && tier !== 'asserted' ? facts.images : [],
  );
  const images = release.images.map(image => {
    const digests = built.flatMap(({ digest, ...one }) =>
      sameImageName(one, image) && one.tag === image.tag && digest
        ? digest
        : [],
    );
    const digest = digests.find(each => running.has(`${image.name}@${each}`));
    return isMoving(rules, image) && digest !== undefined
      ? { ...image, digest }
      : image;
  });
  if (images.every((image, index) => image === release.images[index])) {
    return release;
  }
  const { releaseId, pinned: _, observedDigests, ...described } = release;
  return makeRelease({ ...described, images });
}

function isMoving(
  rules: PromotionRules,
  { tag, digest }: Release['images'][number],
): boolean {
  const tags = movingTagsOf(rules);
  return digest === undefined && tag !== undefined && isMovingTag(tag, tags);
}

function movingTag(
  rules: PromotionRules,
  release: Release,
): string | undefined {
  const image = release.images.find(each => isMoving(rules, each));
  return image && `${image.name}:${image.tag}`;
}

function no(code: Refusal['code'], message: string, remedy: string): Chosen {
  return { ok: false, refusal: refuse(code, message, remedy) };
}
