// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, stringifyError } from '@backstage/errors';
import type {
  EntityRef,
  EnvironmentState,
  ManifestLocation,
  Origin,
  Promotion,
  Release,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import type {
  DesiredStateSource,
  FileRevision,
} from 'backstage-plugin-promotion-node';
import type { DesiredLook } from './Look';
import {
  manifestRelease,
  type ImageAlias,
  type ManifestRelease,
} from './manifestRelease';

const CALL_TIMEOUT_MS = 20_000;
const MAX_REVISIONS = 20;
const MAX_REMEMBERED = 4_000;

/** What looking at the repository needs. */
export interface DesiredStateObserverOptions {
  readonly repository: DesiredStateSource;
  readonly promotions: {
    get(promotionId: string): Promise<Promotion | undefined>;
    /** The newest one of a component into an environment. Absent: there was none. */
    newestInto(place: {
      readonly componentRef: EntityRef;
      readonly environment: string;
    }): Promise<Promotion | undefined>;
  };
}

/** A branch as read in this round. */
export type BranchHead =
  | { readonly ok: true; readonly commit: string }
  | { readonly ok: false; readonly message: string };

/**
 * Looks at desired state: one conditional read a branch, files only when its head moved, history only when an image
 * did. What a file holds at a commit never changes and is remembered.
 */
export class DesiredStateObserver {
  readonly #options: DesiredStateObserverOptions;
  readonly #heads = new Map<string, string>();
  readonly #texts = new Map<string, string | undefined>();
  /** The head each environment was last read at. */
  readonly #readAt = new Map<string, string>();
  readonly #aliases = new Map<string, readonly ImageAlias[]>();

  constructor(options: DesiredStateObserverOptions) {
    this.#options = options;
  }

  /** The heads of branches, each read once. Never rejects. */
  async readHeads(
    locations: readonly ManifestLocation[],
  ): Promise<ReadonlyMap<string, BranchHead>> {
    const branches = new Map(
      locations.map(location => [branchKey(location), location]),
    );
    const heads = await Promise.all(
      [...branches].map(
        async ([key, { repositoryUrl, branch }]): Promise<
          [string, BranchHead]
        > => {
          const known = this.#heads.get(key);
          try {
            const { commit } = await this.#options.repository.readHead(
              { repositoryUrl, branch, ...(known !== undefined && { known }) },
              limited(),
            );
            this.#heads.set(key, commit);
            return [key, { ok: true, commit }];
          } catch (error) {
            return [key, { ok: false, message: messageOf(error) }];
          }
        },
      ),
    );
    return new Map(heads);
  }

  /** Looks at one environment. Never rejects. */
  async look(
    environment: ResolvedEnvironment,
    heads: ReadonlyMap<string, BranchHead>,
    previous: EnvironmentState | undefined,
  ): Promise<DesiredLook> {
    const [first] = environment.targets;
    const head = first && heads.get(branchKey(first.manifest));
    if (!head) return { kind: 'away', message: 'The branch was not read.' };
    if (!head.ok) return { kind: 'away', message: head.message };
    const key = environmentKey(environment);
    if (previous?.desired && this.#readAt.get(key) === head.commit) {
      return { kind: 'unchanged' };
    }
    try {
      const look = await this.#read(environment, head.commit, previous);
      this.#readAt.set(key, head.commit);
      return look;
    } catch (error) {
      return { kind: 'away', message: messageOf(error) };
    }
  }

  /** The release an environment's manifests named at a commit; absent: they named none. */
  async releaseAt(
    environment: ResolvedEnvironment,
    commit: string,
  ): Promise<Release | undefined> {
    const read = await this.#manifests(environment, commit);
    return read.ok ? read.release : undefined;
  }

  /** What the cluster calls the images of an environment, as last read. */
  aliasesOf(environment: ResolvedEnvironment): readonly ImageAlias[] {
    return this.#aliases.get(environmentKey(environment)) ?? [];
  }

  async #read(
    environment: ResolvedEnvironment,
    commit: string,
    previous: EnvironmentState | undefined,
  ): Promise<DesiredLook> {
    const read = await this.#manifests(environment, commit);
    if (!read.ok) return { kind: 'unusable', message: read.message };
    this.#aliases.set(environmentKey(environment), read.aliases);
    if (
      previous?.desired?.releaseId === read.release.releaseId &&
      !(await this.#wasAwayAndBack(environment, previous))
    ) {
      return { kind: 'unchanged' };
    }
    const revision = await this.#introducing(environment, read.release);
    return {
      kind: 'seen',
      release: read.release,
      origin: await this.#origin(environment, revision, {
        commit,
        isFirst: !previous?.origin,
      }),
      ...(revision && {
        since: new Date(revision.committedAt).toISOString(),
      }),
    };
  }

  /** The commit that put the release there: the oldest of the newest ones that name it. */
  async #introducing(
    environment: ResolvedEnvironment,
    release: Release,
  ): Promise<FileRevision | undefined> {
    const [first] = environment.targets;
    if (!first) return undefined;
    const revisions = await this.#options.repository.listRevisions(
      { ...first.manifest, limit: MAX_REVISIONS },
      limited(),
    );
    let introducing: FileRevision | undefined;
    for (const revision of revisions) {
      const then = await this.releaseAt(environment, revision.commit);
      if (then?.releaseId !== release.releaseId) break;
      introducing = revision;
    }
    return introducing ?? revisions[0];
  }

  /** Whether a promotion published since what is recorded, so that somebody put the same release there once more. */
  async #wasAwayAndBack(
    { componentRef, environment }: ResolvedEnvironment,
    { commit, desiredSince }: EnvironmentState,
  ): Promise<boolean> {
    const newest = await this.#options.promotions.newestInto({
      componentRef,
      environment,
    });
    const { deployment, revert } = newest?.progress ?? {};
    const last = revert?.publishedAt ? revert : deployment;
    return (
      last?.publishedAt !== undefined &&
      last.unchanged !== true &&
      last.publishedCommit !== commit &&
      (desiredSince === undefined || desiredSince < last.publishedAt)
    );
  }

  async #origin(
    environment: ResolvedEnvironment,
    revision: FileRevision | undefined,
    seen: { readonly commit: string; readonly isFirst: boolean },
  ): Promise<Origin> {
    if (revision?.claimedBy) {
      const { promotionId } = revision.claimedBy;
      const named = await this.#options.promotions.get(promotionId);
      if (named && isCommitOf(named, environment, revision)) {
        return { kind: 'promotion', promotionId, commit: revision.commit };
      }
    }
    const told = {
      commit: revision?.commit ?? seen.commit,
      ...(revision?.author !== undefined && { author: revision.author }),
      ...(revision && { message: revision.message.split('\n')[0] }),
      ...(revision?.url !== undefined && { url: revision.url }),
    };
    return { kind: seen.isFirst ? 'baseline' : 'outside', ...told };
  }

  async #manifests(
    environment: ResolvedEnvironment,
    commit: string,
  ): Promise<ManifestRelease> {
    const manifests: { path: string; text: string }[] = [];
    for (const { manifest } of environment.targets) {
      const text = await this.#text(manifest, commit);
      if (text === undefined) {
        return {
          ok: false,
          message: `There is no ${manifest.path} on ${manifest.branch} of ${manifest.repositoryUrl}. Add it, or correct the path in the rules.`,
        };
      }
      manifests.push({ path: manifest.path, text });
    }
    return manifestRelease(
      environment.componentRef,
      manifests,
      environment.images,
    );
  }

  async #text(
    manifest: ManifestLocation,
    commit: string,
  ): Promise<string | undefined> {
    const key = `${branchKey(manifest)}:${manifest.path}@${commit}`;
    if (this.#texts.has(key)) return this.#texts.get(key);
    const text = await this.#options.repository.readFile(
      { ...manifest, commit },
      limited(),
    );
    this.#texts.set(key, text);
    if (this.#texts.size > MAX_REMEMBERED) {
      this.#texts.delete([...this.#texts.keys()][0] ?? '');
    }
    return text;
  }
}

/** Whether a commit is the one that the promotion its trailers name made there: they are a claim anybody can make. */
function isCommitOf(
  { componentRef, to, progress }: Promotion,
  place: Pick<ResolvedEnvironment, 'componentRef' | 'environment'>,
  { commit, claimedBy }: FileRevision,
): boolean {
  const made =
    claimedBy?.direction === 'revert' ? progress.revert : progress.deployment;
  return (
    componentRef === place.componentRef &&
    to === place.environment &&
    [made?.publishedCommit, made?.change?.commit].includes(commit)
  );
}

function branchKey({ repositoryUrl, branch }: ManifestLocation): string {
  return `${repositoryUrl}#${branch}`;
}

function environmentKey(environment: ResolvedEnvironment): string {
  return `${environment.componentRef}#${environment.environment}`;
}

function limited(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) };
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : stringifyError(error);
}
