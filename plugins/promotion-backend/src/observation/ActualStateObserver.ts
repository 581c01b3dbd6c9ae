// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, stringifyError } from '@backstage/errors';
import type {
  EnvironmentState,
  Release,
  ResolvedEnvironment,
  ResolvedTarget,
} from 'backstage-plugin-promotion-common';
import {
  makeRelease,
  sameImage,
  type LiveInterval,
  type MovingTags,
  type ReleaseImage,
} from 'backstage-plugin-promotion-common/model';
import type {
  ActualStateSource,
  LiveState,
} from 'backstage-plugin-promotion-node';
import type { DesiredStateObserver } from './DesiredStateObserver';
import type { ActualLook } from './Look';
import type { ImageAlias } from './manifestRelease';

const CALL_TIMEOUT_MS = 30_000;
const MAX_DEPLOYMENTS = 20;

/** The application of each target as read in this round; a text says why it could not be read. */
export type Applications = ReadonlyMap<ResolvedTarget, LiveState | string>;

/** What the manifests told. */
export type Manifests = Pick<DesiredStateObserver, 'releaseAt' | 'aliasesOf'>;

/** What is known of an environment before the look. */
export interface Known {
  readonly desired: Release | undefined;
  readonly previous: EnvironmentState | undefined;
  readonly tags: MovingTags;
}

/** Looks at actual state: one list an instance. */
export class ActualStateObserver {
  readonly #deployments: ActualStateSource;
  readonly #manifests: Manifests;

  constructor(deployments: ActualStateSource, manifests: Manifests) {
    this.#deployments = deployments;
    this.#manifests = manifests;
  }

  /** Reads applications, one call an instance, so that one that is away hides no other. Never rejects. */
  async readApplications(
    environments: readonly ResolvedEnvironment[],
  ): Promise<Applications> {
    const places = environments.flatMap(({ targets, allowedProjects }) =>
      targets.map(target => ({ target, allowedProjects })),
    );
    const instances = new Set(
      places.map(({ target }) => target.application.instance),
    );
    const read = await Promise.all(
      [...instances].map(
        async (instance): Promise<[ResolvedTarget, LiveState | string][]> => {
          const group = places.filter(
            ({ target }) => target.application.instance === instance,
          );
          try {
            const states = await this.#deployments.readApplications(
              group.map(({ target, allowedProjects }) => ({
                ...target,
                allowedProjects,
              })),
              { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) },
            );
            return group.map(({ target }, index) => [
              target,
              states[index] ?? 'The deployment tool left it out.',
            ]);
          } catch (error) {
            const message = isError(error)
              ? error.message
              : stringifyError(error);
            return group.map(({ target }) => [target, message]);
          }
        },
      ),
    );
    return new Map(read.flat());
  }

  /** Looks at one environment. `desired` tells live images by the name they are desired under. Never rejects. */
  async look(
    environment: ResolvedEnvironment,
    applications: Applications,
    known: Known,
  ): Promise<ActualLook> {
    const states: LiveState[] = [];
    for (const target of environment.targets) {
      const state = applications.get(target);
      if (state === undefined || typeof state === 'string') {
        return {
          kind: 'away',
          message: state ?? `${target.application.name} was not read.`,
        };
      }
      states.push(state);
    }
    const [first] = states;
    if (!first) return { kind: 'away', message: 'No application is set up.' };
    const healthySince = states
      .map(state => state.healthySince)
      .filter(since => since !== undefined)
      .map(since => new Date(since).toISOString())
      .sort()
      .at(-1);
    const worst = [...states].sort(byHealth)[0] ?? first;
    const live = liveRelease(
      environment,
      states
        .flatMap(state => state.images)
        .map(image => unaliased(image, this.#manifests.aliasesOf(environment))),
      known,
    );
    return {
      kind: 'seen',
      sync: worstSync(states),
      health: worst.health,
      ...(worst.healthMessage !== undefined && {
        healthMessage: worst.healthMessage,
      }),
      ...(healthySince !== undefined && { healthySince }),
      ...(first.applicationUrl !== undefined && {
        applicationUrl: first.applicationUrl,
      }),
      ...(live && { live }),
      ...(live && live.releaseId === known.previous?.live?.releaseId
        ? { intervals: [], releases: [] }
        : await this.#deployed(environment, first, known.desired)),
      problems: states.flatMap(({ problems }) => problems),
    };
  }

  /** What was deployed when, as far as git still tells what each revision held. */
  async #deployed(
    environment: ResolvedEnvironment,
    { deployments }: LiveState,
    desired: Release | undefined,
  ): Promise<{ intervals: LiveInterval[]; releases: Release[] }> {
    const intervals: LiveInterval[] = [];
    const releases: Release[] = [];
    for (const { revision, deployedAt } of deployments.slice(
      -MAX_DEPLOYMENTS,
    )) {
      const release = await this.#manifests
        .releaseAt(environment, revision)
        .catch(() => undefined);
      const last = intervals.at(-1);
      if (!release || last?.releaseId === release.releaseId) continue;
      const since = new Date(deployedAt).toISOString();
      if (last) intervals[intervals.length - 1] = { ...last, until: since };
      const version =
        release.releaseId === desired?.releaseId
          ? desired.version
          : release.version;
      releases.push(release);
      intervals.push({
        releaseId: release.releaseId,
        version,
        since,
        succeeded: true,
      });
    }
    return { intervals, releases };
  }
}

/** What the pods run, as a release: the desired or the recorded one where the images agree. Absent: cannot be told. */
function liveRelease(
  environment: ResolvedEnvironment,
  images: LiveState['images'],
  { desired, previous, tags }: Known,
): Release | undefined {
  const names = new Set(
    desired?.images.map(image => image.name) ?? environment.images,
  );
  const own = distinct(images.filter(image => names.has(image.name)));
  if (own.length === 0 || own.length !== names.size) return undefined;
  const running = [desired, previous?.live, previous?.desired].find(
    release => release && isRunning(release, own, tags),
  );
  return running
    ? { ...running, ...observedDigests(running, own) }
    : makeRelease({ componentRef: environment.componentRef, images: own });
}

function isRunning(
  release: Release,
  live: readonly ReleaseImage[],
  tags: MovingTags,
): boolean {
  return (
    release.images.length === live.length &&
    release.images.every(image => live.some(own => sameImage(own, image, tags)))
  );
}

/** What Pods report of images that the release knows by tag alone. */
function observedDigests(
  { images }: Release,
  live: readonly ReleaseImage[],
): Pick<Release, 'observedDigests'> {
  const unpinned = images.filter(image => image.digest === undefined);
  const digests = live.flatMap(({ name, digest }) =>
    digest !== undefined && unpinned.some(image => image.name === name)
      ? [`${name}@${digest}`]
      : [],
  );
  return digests.length === 0 ? {} : { observedDigests: digests.sort() };
}

/** A live image under the name the release has for it. */
function unaliased(
  image: LiveState['images'][number],
  aliases: readonly ImageAlias[],
): LiveState['images'][number] {
  const alias = aliases.find(({ liveName }) => liveName === image.name);
  return alias ? { ...image, name: alias.name } : image;
}

/** Two of one name are a rollout under way; they stay two, and no release is told. */
function distinct(images: LiveState['images']): ReleaseImage[] {
  const seen = new Map<string, ReleaseImage>();
  for (const { name, tag, digest } of images) {
    if (tag === undefined && digest === undefined) continue;
    seen.set(`${name}@${digest ?? tag}`, {
      name,
      ...(tag !== undefined && { tag }),
      ...(digest !== undefined && { digest }),
    });
  }
  return [...seen.values()];
}

const healthOrder = [
  'degraded',
  'missing',
  'unknown',
  'progressing',
  'suspended',
  'healthy',
] as const satisfies readonly LiveState['health'][];

function byHealth(a: LiveState, b: LiveState): number {
  return healthOrder.indexOf(a.health) - healthOrder.indexOf(b.health);
}

function worstSync(states: readonly LiveState[]): LiveState['sync'] {
  const order = ['out-of-sync', 'unknown', 'synced'] as const;
  return (
    order.find(sync => states.some(state => state.sync === sync)) ?? 'unknown'
  );
}
