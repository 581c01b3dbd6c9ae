// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentProblem,
  FieldWrite,
  ManifestLocation,
  Observation,
  PreparedChange,
  ResolvedEnvironment,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import type { CallContext } from './CallContext';
import type { FileRevision } from './DesiredStateSource';
import type { CommitMessage } from './promotionTrailers';

/** A manifest as it stands on its branch right now. `commit` is the head it was read at. */
export interface ManifestFile {
  readonly location: ManifestLocation;
  readonly commit: string;
  readonly text: string;
}

/** What `inspect` answers: the files of an environment, all read at one commit, and what is wrong with the set-up. */
export interface Inspection {
  readonly environment: string;
  readonly commit: string;
  readonly files: readonly ManifestFile[];
  /** Configuration errors, such as an application that does not track our file. Empty = fit to be promoted to. */
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
  }[];
  /** The images that the deployment tool's manifests of the environment name. Absent: not known. */
  readonly usedImages?: readonly string[];
}

/** What a change is for; goes into the commit message, with the promotion's id as trailer. */
export interface ChangeRequest {
  readonly promotionId: string;
  readonly attempt: number;
  readonly target: ResolvedEnvironment;
  readonly writes: readonly FieldWrite[];
  readonly message: CommitMessage;
}

/**
 * - `prepared`: the commit object exists, not on the branch. Persist it, then publish.
 * - `unchanged`: the branch at `commit` already holds every `after`.
 * - `refused`: the file cannot be edited, whoever tries; `message` names thing, place and remedy.
 * - `conflict`: a field holds neither `before` nor `after`; named by pointer and file.
 * - `already-published`: an earlier commit of this promotion is on the branch (found by its trailer).
 */
export type PrepareResult =
  | { readonly kind: 'prepared'; readonly change: PreparedChange }
  | { readonly kind: 'unchanged'; readonly commit: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'conflict'; readonly fields: readonly string[] }
  | {
      readonly kind: 'already-published';
      readonly commit: string;
      readonly commitUrl?: string;
    };

/**
 * - `published`: the branch holds our commit (now, or already: looking comes before repeating).
 * - `raced`: the branch moved first; prepare anew.
 */
export type PublishResult =
  | {
      readonly kind: 'published';
      readonly commit: string;
      readonly commitUrl?: string;
    }
  | { readonly kind: 'raced'; readonly message: string };

/** What to look for: the commit, when it was published, and which images must be live. */
export interface ObserveRequest {
  readonly promotionId: string;
  readonly target: ResolvedEnvironment;
  readonly commit: string;
  readonly publishedAt: Timestamp;
  readonly images: readonly {
    readonly name: string;
    readonly tag?: string;
    readonly digest?: string;
  }[];
  /** What the last look said; carries what must be remembered between looks. Absent: the first look. */
  readonly previous?: Observation;
  readonly settleMs: number;
  readonly degradedGraceMs: number;
}

/** What a look said, and when to look again. */
export interface ObserveResult {
  readonly observation: Observation;
  readonly retryAfterMs: number;
}

/** What an environment looks like now, for the observer: one list per Argo CD instance serves many of these. */
export interface LiveState {
  readonly sync: 'synced' | 'out-of-sync' | 'unknown';
  readonly health:
    | 'healthy'
    | 'progressing'
    | 'suspended'
    | 'missing'
    | 'degraded'
    | 'unknown';
  readonly healthMessage?: string;
  readonly healthySince?: Timestamp;
  readonly revision?: string;
  /** Images of live pods, with the digest the Pods report where known. */
  readonly images: readonly {
    readonly name: string;
    readonly tag?: string;
    readonly digest?: string;
  }[];
  readonly applicationUrl?: string;
  /** Succeeded deployments, oldest first, with the images they carried where they can still be told from git. */
  readonly deployments: readonly {
    readonly revision: string;
    readonly deployedAt: Timestamp;
  }[];
  /**
   * What is wrong: with its setup, so that nothing can be promoted, as `inspect` would say; or with what runs (a
   * `condition`), such as Pods that cannot be read.
   */
  readonly problems: readonly LiveProblem[];
}

/** A problem of an application; messages name thing, place and remedy. */
export type LiveProblem = Pick<EnvironmentProblem, 'code' | 'message'> & {
  readonly kind: Exclude<EnvironmentProblem['kind'], 'outage'>;
};

/**
 * Puts desired state where it belongs and tells what became of it. One object for a pair of repository and deployment
 * tool. Every call may be repeated with the same arguments; none loops by itself and none sleeps.
 *
 * @throws SourceUnreachableError when no answer could be had; TerminalError when repeating cannot help.
 */
export interface Deployer {
  readonly name: string;
  /** Reads the manifests and checks the set-up. No effect. */
  inspect(
    target: ResolvedEnvironment,
    context: CallContext,
  ): Promise<Inspection>;
  /** Makes the commit object, which is harmless, to be persisted before `publish`. */
  prepare(request: ChangeRequest, context: CallContext): Promise<PrepareResult>;
  /** Moves the ref, by compare-and-swap. */
  publish(change: PreparedChange, context: CallContext): Promise<PublishResult>;
  /** Looks; asks for a refresh or sync where needed (once per commit). Returns at once. */
  observe(
    request: ObserveRequest,
    context: CallContext,
  ): Promise<ObserveResult>;
  /** The newest commit that touched a manifest of the environment. Absent: git does not tell. */
  lastChange(
    target: ResolvedEnvironment,
    context: CallContext,
  ): Promise<FileRevision | undefined>;
  /** Like `prepare`, with writes that go back: a field is restored where it still holds what we wrote. */
  revert(request: ChangeRequest, context: CallContext): Promise<PrepareResult>;
}
