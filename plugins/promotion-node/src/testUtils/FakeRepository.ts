// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  FieldWrite,
  ManifestLocation,
  PreparedChange,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import { editManifest } from 'backstage-plugin-promotion-common/manifests';
import type { CallContext } from '../CallContext';
import type {
  ChangeRequest,
  Inspection,
  PrepareResult,
  PublishResult,
} from '../Deployer';
import type { DesiredStateSource, FileRevision } from '../DesiredStateSource';
import { TerminalError } from '../errors';
import type { RepositoryWriter } from '../extensionPoints';
import { writeCommitMessage, type CommitDirection } from '../promotionTrailers';
import type { ReadableClock } from './FakeClock';
import { FakeCommits, type FakeCommit } from './FakeCommits';
import { FaultPlan } from './FaultPlan';

/** The calls of a repository that faults can be armed against. */
export type FakeRepositoryCall =
  | 'readHead'
  | 'readFile'
  | 'listRevisions'
  | 'inspectFiles'
  | 'prepare'
  | 'publish'
  | 'revert'
  | 'contains';

/** Names a branch; both absent: the branch that was seeded first. */
export interface FakeBranchName {
  readonly repositoryUrl?: string;
  readonly branch?: string;
}

/**
 * A GitOps repository in memory with commits, branches and compare-and-swap, to test what is built on the port.
 * Deterministic: commit ids come from contents and the injected clock. Faults: `failNext`, `dropReplyAfterEffect`,
 * `competingPush`, `rejectPushes`, `down`.
 */
export class FakeRepository implements DesiredStateSource, RepositoryWriter {
  readonly faults = new FaultPlan<FakeRepositoryCall>('the repository');
  readonly #commits: FakeCommits;
  readonly #heads = new Map<string, string>();
  readonly #competing: { path: string; text: string; author: string }[] = [];
  #rejection?: string;

  constructor(options: { readonly clock: ReadableClock }) {
    this.#commits = new FakeCommits(options.clock);
  }

  /** While true every call is rejected as unreachable. */
  get down(): boolean {
    return this.faults.down;
  }

  set down(down: boolean) {
    this.faults.down = down;
  }

  /** Every call made, in order. */
  get calls(): readonly FakeRepositoryCall[] {
    return this.faults.calls;
  }

  /** The commits of the first branch, oldest first. Prepared commits that were never published are not among them. */
  get commits(): readonly FakeCommit[] {
    return this.history();
  }

  /** Starts a branch, or adds files to it, in one commit. Answers the commit. */
  seed(
    repositoryUrl: string,
    branch: string,
    files: Readonly<Record<string, string>>,
  ): string {
    const key = `${repositoryUrl}#${branch}`;
    const parent = this.#heads.get(key);
    const before = parent ? this.#commits.get(parent).files : {};
    const commit = this.#commits.add({
      parent,
      repositoryUrl,
      message: 'Seed',
      author: 'Seeder',
      files: { ...before, ...files },
    });
    this.#heads.set(key, commit.sha);
    return commit.sha;
  }

  /** Somebody pushes a file, outside any promotion. Answers the commit. */
  push(
    path: string,
    text: string,
    author: string,
    on: FakeBranchName & { readonly message?: string } = {},
  ): string {
    const key = this.#branchKey(on);
    const parent = this.#commits.get(this.#head(key));
    const commit = this.#commits.add({
      parent: parent.sha,
      repositoryUrl: parent.repositoryUrl,
      message: on.message ?? `Change ${path}`,
      author,
      files: { ...parent.files, [path]: text },
    });
    this.#heads.set(key, commit.sha);
    return commit.sha;
  }

  /** Somebody sets a branch to a commit it was at before, by force. */
  setBack(commit: string, on: FakeBranchName = {}): void {
    this.#heads.set(this.#branchKey(on), commit);
  }

  /** The commit a branch points to. */
  head(on: FakeBranchName = {}): string {
    return this.#head(this.#branchKey(on));
  }

  /** A file's text at the head of a branch; absent when there is no such file. */
  text(path: string, on: FakeBranchName = {}): string | undefined {
    return this.#commits.get(this.head(on)).files[path];
  }

  /** The commits of a branch, oldest first. */
  history(on: FakeBranchName = {}): readonly FakeCommit[] {
    return this.#heads.size
      ? this.#commits.ancestry(this.head(on)).reverse()
      : [];
  }

  /** A commit by its id, prepared ones included. */
  commit(sha: string): FakeCommit {
    return this.#commits.get(sha);
  }

  /** The next call (of that name) is rejected before it does anything. Default error: unreachable. */
  failNext(call?: FakeRepositoryCall, error?: Error): void {
    this.faults.failNext(call, error);
  }

  /** The next such call takes effect and then loses its reply. */
  dropReplyAfterEffect(call: FakeRepositoryCall): void {
    this.faults.dropReplyAfterEffect(call);
  }

  /** Somebody pushes right before the next `publish` moves the ref, so that it races. */
  competingPush(path: string, text: string, author = 'Competitor'): void {
    this.#competing.push({ path, text, author });
  }

  /** From now on a ruleset refuses every `publish` with this reason; `undefined` lifts it. */
  rejectPushes(reason: string | undefined): void {
    this.#rejection = reason;
  }

  async readHead(
    branch: {
      readonly repositoryUrl: string;
      readonly branch: string;
      readonly known?: string;
    },
    context: CallContext,
  ): Promise<{ readonly commit: string; readonly unchanged: boolean }> {
    return this.faults.run('readHead', context.signal, () => {
      const commit = this.head(branch);
      return { commit, unchanged: commit === branch.known };
    });
  }

  async readFile(
    location: ManifestLocation & { readonly commit: string },
    context: CallContext,
  ): Promise<string | undefined> {
    return this.faults.run(
      'readFile',
      context.signal,
      () => this.#commits.get(location.commit).files[location.path],
    );
  }

  async listRevisions(
    request: ManifestLocation & { readonly limit: number },
    context: CallContext,
  ): Promise<readonly FileRevision[]> {
    return this.faults.run('listRevisions', context.signal, () =>
      this.#commits
        .ancestry(this.head(request))
        .filter(
          commit =>
            commit.files[request.path] !==
            this.#parentText(commit, request.path),
        )
        .slice(0, request.limit)
        .map(commit => ({
          commit: commit.sha,
          committedAt: commit.committedAt,
          author: commit.author,
          message: commit.message,
          url: `${commit.repositoryUrl}/commit/${commit.sha}`,
          claimedBy: commit.claimedBy,
        })),
    );
  }

  async inspectFiles(
    target: ResolvedEnvironment,
    context: CallContext,
  ): Promise<Inspection> {
    return this.faults.run('inspectFiles', context.signal, () => {
      const locations = target.targets.map(({ manifest }) => manifest);
      const commit = locations[0] ? this.head(locations[0]) : '';
      const { files } = this.#commits.get(commit);
      const missing = locations.filter(({ path }) => files[path] === undefined);
      return {
        environment: target.environment,
        commit,
        files: locations.flatMap(location => {
          const text = files[location.path];
          return text === undefined ? [] : [{ location, commit, text }];
        }),
        problems: missing.map(({ path, branch }) => ({
          code: 'manifest-missing',
          message: `There is no file ${path} on ${branch}.`,
        })),
      };
    });
  }

  async prepare(
    request: ChangeRequest,
    context: CallContext,
  ): Promise<PrepareResult> {
    return this.faults.run('prepare', context.signal, () =>
      this.#prepare(request, 'deployment'),
    );
  }

  async revert(
    request: ChangeRequest,
    context: CallContext,
  ): Promise<PrepareResult> {
    return this.faults.run('revert', context.signal, () =>
      this.#prepare(request, 'revert'),
    );
  }

  async publish(
    change: PreparedChange,
    context: CallContext,
  ): Promise<PublishResult> {
    return this.faults.run('publish', context.signal, (): PublishResult => {
      for (const { path, text, author } of this.#competing.splice(0)) {
        this.push(path, text, author, change);
      }
      if (this.#rejection) {
        throw new TerminalError(this.#rejection);
      }
      const head = this.head(change);
      if (
        this.#commits.ancestry(head).some(({ sha }) => sha === change.commit)
      ) {
        return {
          kind: 'published',
          commit: change.commit,
          commitUrl: change.commitUrl,
        };
      }
      if (head !== change.baseCommit) {
        return {
          kind: 'raced',
          message: `${change.branch} moved to ${head.slice(0, 7)} meanwhile.`,
        };
      }
      this.#heads.set(this.#branchKey(change), change.commit);
      return {
        kind: 'published',
        commit: change.commit,
        commitUrl: change.commitUrl,
      };
    });
  }

  async contains(
    request: {
      readonly repositoryUrl: string;
      readonly commit: string;
      readonly revision: string;
    },
    context: CallContext,
  ): Promise<boolean> {
    return this.faults.run('contains', context.signal, () =>
      this.#commits
        .ancestry(request.revision)
        .some(({ sha }) => sha === request.commit),
    );
  }

  #prepare(request: ChangeRequest, direction: CommitDirection): PrepareResult {
    const [first] = request.writes;
    if (!first) {
      const [target] = request.target.targets;
      return { kind: 'unchanged', commit: this.head(target?.manifest) };
    }
    const head = this.#commits.get(this.head(first.file));
    const earlier = this.#commits
      .ancestry(head.sha)
      .find(
        commit =>
          commit.claimedBy?.promotionId === request.promotionId &&
          commit.claimedBy.direction === direction,
      );
    if (earlier) {
      return {
        kind: 'already-published',
        commit: earlier.sha,
        commitUrl: `${earlier.repositoryUrl}/commit/${earlier.sha}`,
      };
    }
    const files = { ...head.files };
    const conflicts: FieldWrite[] = [];
    for (const path of new Set(request.writes.map(({ file }) => file.path))) {
      const edit = editManifest(
        head.files[path] ?? '',
        request.writes.filter(({ file }) => file.path === path),
      );
      if (edit.kind === 'refused') {
        return {
          kind: 'refused',
          message: `${path}: ${edit.problem.message}`,
        };
      }
      if (edit.kind === 'conflict') {
        conflicts.push(...edit.writes);
      }
      if (edit.kind === 'edited') {
        files[path] = edit.text;
      }
    }
    if (conflicts.length) {
      return {
        kind: 'conflict',
        fields: conflicts.map(({ file, pointer }) => `${file.path}#${pointer}`),
      };
    }
    if (Object.keys(files).every(path => files[path] === head.files[path])) {
      return { kind: 'unchanged', commit: head.sha };
    }
    const commit = this.#commits.add({
      parent: head.sha,
      repositoryUrl: head.repositoryUrl,
      message: writeCommitMessage(request.message, {
        promotionId: request.promotionId,
        direction,
      }),
      author: 'promotion',
      files,
    });
    return {
      kind: 'prepared',
      change: {
        repositoryUrl: head.repositoryUrl,
        branch: first.file.branch,
        baseCommit: head.sha,
        commit: commit.sha,
        commitUrl: `${head.repositoryUrl}/commit/${commit.sha}`,
        writes: [...request.writes],
      },
    };
  }

  #branchKey({ repositoryUrl, branch }: FakeBranchName): string {
    const key = [...this.#heads.keys()].find(
      candidate =>
        (repositoryUrl === undefined ||
          candidate.startsWith(`${repositoryUrl}#`)) &&
        (branch === undefined || candidate.endsWith(`#${branch}`)),
    );
    if (key === undefined) {
      throw new TerminalError(
        `There is no branch ${branch ?? ''} in ${
          repositoryUrl ?? 'the fake repository'
        }; seed it first.`,
      );
    }
    return key;
  }

  #head(key: string): string {
    return this.#heads.get(key) ?? '';
  }

  #parentText(commit: FakeCommit, path: string): string | undefined {
    return commit.parent
      ? this.#commits.get(commit.parent).files[path]
      : undefined;
  }
}
