// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import type {
  ApplicationId,
  ManifestLocation,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import type { ActualStateSource, WatchedTarget } from '../ActualStateSource';
import type { CallContext } from '../CallContext';
import type {
  LiveProblem,
  LiveState,
  ObserveRequest,
  ObserveResult,
} from '../Deployer';
import type { DeploymentObserver } from '../extensionPoints';
import { epochMsOf, type ReadableClock } from './FakeClock';
import { readManifestImages } from './fakeManifest';
import type { FakeRepository } from './FakeRepository';
import { FaultPlan } from './FaultPlan';
import { judgeFakeDeployment } from './judgeFakeDeployment';

/** The calls of a deployment tool that faults can be armed against. */
export type FakeDeploymentsCall =
  | 'observe'
  | 'inspectApplications'
  | 'readApplications';

type LiveImage = LiveState['images'][number];

/** One application: what it tracks and what has become of it. */
interface FakeApplication {
  readonly id: ApplicationId;
  readonly manifest: ManifestLocation;
  seenAt?: { readonly commit: string; readonly ms: number };
  revision?: string;
  images: readonly LiveImage[];
  syncedAtMs?: number;
  deployments: { readonly revision: string; readonly deployedAt: string }[];
}

/** How fast the fake deploys. */
export interface FakeDeploymentTimings {
  /** From the commit to its being applied, default 1 s. */
  readonly syncMs: number;
  /** From applied to healthy (or degraded), default 2 s. */
  readonly progressMs: number;
}

/** The digest the fake registry holds for an image that has none of its own. */
export function fakeDigest(name: string, tag: string): string {
  return `sha256:${createHash('sha256')
    .update(`${name}:${tag}`)
    .digest('hex')}`;
}

/**
 * A deployment tool in memory: as its clock goes on it deploys what the `FakeRepository` holds. What it says at a moment depends
 * on the clock and the commits alone. Applications are known by `track`, or once `observe` or `inspectApplications` named them.
 * Faults: `setUnhealthy`, `setSuspended`, `failNext`, `paused` (never syncs), `down`.
 */
export class FakeDeployments implements ActualStateSource, DeploymentObserver {
  readonly instances: readonly string[];
  readonly faults = new FaultPlan<FakeDeploymentsCall>('the deployment tool');
  /** While true nothing new is synced. */
  paused = false;
  readonly #clock: ReadableClock;
  readonly #repository: FakeRepository;
  readonly #timings: FakeDeploymentTimings;
  readonly #applications = new Map<string, FakeApplication>();
  readonly #unhealthy = new Set<string>();
  readonly #suspended = new Set<string>();
  readonly #pushedAgain = new Map<string, string>();
  readonly #usedImages = new Map<string, readonly string[]>();

  constructor(options: {
    readonly clock: ReadableClock;
    readonly repository: FakeRepository;
    readonly timings?: Partial<FakeDeploymentTimings>;
    readonly instances?: readonly string[];
  }) {
    this.#clock = options.clock;
    this.#repository = options.repository;
    this.#timings = { syncMs: 1_000, progressMs: 2_000, ...options.timings };
    this.instances = options.instances ?? ['default'];
  }

  /** While true every call is rejected as unreachable. */
  get down(): boolean {
    return this.faults.down;
  }

  set down(down: boolean) {
    this.faults.down = down;
  }

  /** Every call made, in order. */
  get calls(): readonly FakeDeploymentsCall[] {
    return this.faults.calls;
  }

  /** Makes applications known; what their manifests hold now is live and healthy at once, as if it had always been. */
  track(target: Pick<ResolvedEnvironment, 'targets'>): void {
    for (const { application, manifest } of target.targets) {
      const tracked = this.#remember(application, manifest);
      if (
        tracked.revision === undefined &&
        this.#repository.text(manifest.path, manifest) !== undefined
      ) {
        this.#deploy(
          tracked,
          this.#repository.head(manifest),
          epochMsOf(this.#clock) - this.#timings.progressMs,
        );
      }
    }
  }

  /** Pods of an image with this tag or digest never become healthy: progressing, then degraded. */
  setUnhealthy(tagOrDigest: string): void {
    this.#unhealthy.add(tagOrDigest);
  }

  /** Pods of that image are healthy (again). */
  setHealthy(tagOrDigest: string): void {
    this.#unhealthy.delete(tagOrDigest);
    this.#suspended.delete(tagOrDigest);
  }

  /** A rollout of that image pauses on its way. */
  setSuspended(tagOrDigest: string): void {
    this.#suspended.add(tagOrDigest);
  }

  /** Somebody pushed an image again under its tag, and the Pods have pulled it. */
  pushAgain(tag: string, digest: string): void {
    this.#pushedAgain.set(tag, digest);
  }

  /** What the manifests of an application use. Until it is told, that is not known. */
  setUsedImages(application: ApplicationId, images: readonly string[]): void {
    this.#usedImages.set(keyOf(application), images);
  }

  /** The next call (of that name) is rejected before it does anything. Default error: unreachable. */
  failNext(call?: FakeDeploymentsCall, error?: Error): void {
    this.faults.failNext(call, error);
  }

  /** Brings every application up to the clock. Every call does so by itself. */
  tick(): void {
    for (const application of this.#applications.values()) {
      this.#advance(application);
    }
  }

  async readApplications(
    targets: readonly WatchedTarget[],
    context: CallContext,
  ): Promise<readonly LiveState[]> {
    return this.faults.run('readApplications', context.signal, () => {
      this.tick();
      return targets.map(target => {
        const application = this.#applications.get(keyOf(target.application));
        const problems = this.#problemsOf(target);
        return application && problems.length === 0
          ? this.#liveState(application)
          : {
              sync: 'unknown',
              health: application ? 'unknown' : 'missing',
              images: [],
              deployments: [],
              problems,
            };
      });
    });
  }

  async inspectApplications(target: ResolvedEnvironment, context: CallContext) {
    return this.faults.run('inspectApplications', context.signal, () => {
      this.track(target);
      const used = target.targets.map(({ application }) =>
        this.#usedImages.get(keyOf(application)),
      );
      return {
        problems: target.targets
          .flatMap(each => this.#problemsOf(each))
          .map(({ code, message }) => ({ code, message })),
        ...(used.every(images => images) && {
          usedImages: used.flatMap(images => images ?? []),
        }),
      };
    });
  }

  #problemsOf({ application, manifest }: WatchedTarget): LiveProblem[] {
    const setup = (code: string, message: string): LiveProblem[] => [
      { kind: 'setup', code, message },
    ];
    const { instance, name } = application;
    const tracked = this.#applications.get(keyOf(application));
    if (!tracked) {
      return setup(
        'application-missing',
        `The Argo CD instance ${instance} shows no application ${name}.`,
      );
    }
    return tracked.manifest.path === manifest.path
      ? []
      : setup(
          'application-tracks-other-source',
          `Application ${name} tracks ${tracked.manifest.path}, not ${manifest.path}.`,
        );
  }

  async observe(
    request: ObserveRequest,
    context: CallContext,
  ): Promise<ObserveResult> {
    return this.faults.run('observe', context.signal, () => {
      for (const { application, manifest } of request.target.targets) {
        this.#remember(application, manifest);
      }
      this.tick();
      const states = request.target.targets.map(({ application }) =>
        this.#liveState(this.#remember(application, undefined)),
      );
      return {
        observation: judgeFakeDeployment(request, {
          states,
          observedAt: this.#clock.timestamp,
          covered: states.every(
            ({ revision }) =>
              revision !== undefined && this.#covers(revision, request.commit),
          ),
        }),
        retryAfterMs: 1_000,
      };
    });
  }

  #liveState(application: FakeApplication): LiveState {
    const head = this.#repository.head(application.manifest);
    const base = {
      sync:
        application.revision === head
          ? ('synced' as const)
          : ('out-of-sync' as const),
      revision: application.revision,
      images: application.images.map(image => ({
        ...image,
        digest: this.#pushedAgain.get(image.tag ?? '') ?? image.digest,
      })),
      applicationUrl: `https://argocd.example.test/applications/${application.id.name}`,
      deployments: application.deployments,
      problems: [],
    };
    if (application.syncedAtMs === undefined) {
      return { ...base, health: 'missing' };
    }
    const settledAtMs = application.syncedAtMs + this.#timings.progressMs;
    const since = (ms: number) => new Date(ms).toISOString();
    if (epochMsOf(this.#clock) < settledAtMs) {
      return {
        ...base,
        health: 'progressing',
        healthySince: since(application.syncedAtMs),
      };
    }
    const named = application.images.flatMap(({ tag, digest }) => [
      tag,
      digest,
    ]);
    if (named.some(name => name !== undefined && this.#unhealthy.has(name))) {
      return {
        ...base,
        health: 'degraded',
        healthMessage: 'Pods do not start.',
        healthySince: since(settledAtMs),
      };
    }
    const suspended = named.some(
      name => name !== undefined && this.#suspended.has(name),
    );
    return {
      ...base,
      health: suspended ? 'suspended' : 'healthy',
      healthySince: since(settledAtMs),
    };
  }

  /** Notices the head and, once `syncMs` have gone by since, applies it. */
  #advance(application: FakeApplication): void {
    if (this.paused) {
      return;
    }
    const head = this.#repository.commit(
      this.#repository.head(application.manifest),
    );
    if (head.sha === application.revision) {
      return;
    }
    const dueMs = Date.parse(head.committedAt) + this.#timings.syncMs;
    const noticedMs =
      application.seenAt?.commit === head.sha
        ? application.seenAt.ms
        : epochMsOf(this.#clock);
    application.seenAt = { commit: head.sha, ms: noticedMs };
    const appliedMs = Math.max(dueMs, noticedMs);
    if (epochMsOf(this.#clock) >= appliedMs) {
      this.#deploy(application, head.sha, appliedMs);
    }
  }

  #deploy(application: FakeApplication, commit: string, atMs: number): void {
    const text =
      this.#repository.commit(commit).files[application.manifest.path] ?? '';
    const images = readManifestImages(text).map(({ name, newTag, digest }) => ({
      name,
      tag: newTag,
      digest: digest ?? fakeDigest(name, newTag ?? ''),
    }));
    const moved = JSON.stringify(images) !== JSON.stringify(application.images);
    application.revision = commit;
    if (moved) {
      application.images = images;
      application.syncedAtMs = atMs;
      application.deployments.push({
        revision: commit,
        deployedAt: new Date(atMs).toISOString(),
      });
    }
  }

  #covers(revision: string, commit: string): boolean {
    for (
      let next: string | undefined = revision;
      next;
      next = this.#repository.commit(next).parent
    ) {
      if (next === commit) {
        return true;
      }
    }
    return false;
  }

  #remember(
    id: ApplicationId,
    manifest: ManifestLocation | undefined,
  ): FakeApplication {
    const known = this.#applications.get(keyOf(id));
    if (known) {
      return known;
    }
    if (!manifest) {
      throw new TypeError(`application ${id.name} is not tracked by the fake`);
    }
    const application: FakeApplication = {
      id,
      manifest,
      images: [],
      deployments: [],
    };
    this.#applications.set(keyOf(id), application);
    return application;
  }
}

function keyOf({ instance, namespace, name }: ApplicationId): string {
  return `${instance}/${namespace ?? ''}/${name}`;
}
