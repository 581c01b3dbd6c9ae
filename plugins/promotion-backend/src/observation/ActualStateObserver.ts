// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, stringifyError } from '@backstage/errors';
import {
  makeRelease,
  sameImage,
  type ApplicationId,
  type EnvironmentState,
  type LiveInterval,
  type MovingTags,
  type Release,
  type ReleaseImage,
  type ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import type {
  ActualStateSource,
  LiveState,
} from 'backstage-plugin-promotion-node';
import type { DesiredStateObserver } from './DesiredStateObserver';
import type { ActualLook } from './Look';
import type { ImageAlias } from './manifestRelease';

const CALL_TIMEOUT_MS = 30_000;
const MAX_DEPLOYMENTS = 20;

/** Applications as read in this round, by `applicationKey`; a text says why one could not be read. */
export type Applications = ReadonlyMap<string, LiveState | string | undefined>;

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
    applications: readonly ApplicationId[],
  ): Promise<Applications> {
    const instances = [
      ...new Set(applications.map(({ instance }) => instance)),
    ];
    const read = await Promise.all(
      instances.map(
        async (
          instance,
        ): Promise<[string, LiveState | string | undefined][]> => {
          const group = applications.filter(id => id.instance === instance);
          try {
            const states = await this.#deployments.readApplications(group, {
              signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
            });
            return group.map((id, index) => [
              applicationKey(id),
              states[index],
            ]);
          } catch (error) {
            const message = isError(error)
              ? error.message
              : stringifyError(error);
            return group.map(id => [applicationKey(id), message]);
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
    for (const { application } of environment.targets) {
      const state = applications.get(applicationKey(application));
      if (typeof state === 'string') return { kind: 'away', message: state };
      if (!state) return missing(application);
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
      ...(worst.problem !== undefined && { problem: worst.problem }),
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

/** The key of an application in `Applications`. */
export function applicationKey(id: ApplicationId): string {
  return [id.instance, id.namespace ?? '', id.project ?? '', id.name].join('/');
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

function missing(application: ApplicationId): ActualLook {
  const problem = `There is no application ${application.name} on the Argo CD instance ${application.instance}. Create it, or correct its name in the rules.`;
  return {
    kind: 'seen',
    sync: 'unknown',
    health: 'missing',
    healthMessage: problem,
    intervals: [],
    releases: [],
    problem,
  };
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
