// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  ManifestLocation,
  PreparedChange,
  ResolvedEnvironment,
} from 'backstage-plugin-promotion-common';
import {
  manifestPaths,
  readImages,
} from 'backstage-plugin-promotion-common/manifests';
import {
  readPromotionTrailers,
  TerminalError,
  type CallContext,
  type ChangeRequest,
  type DesiredStateSource,
  type FileRevision,
  type Inspection,
  type ManifestFile,
  type PrepareResult,
  type PublishResult,
  type RepositoryWriter,
} from 'backstage-plugin-promotion-node';
import type { GithubConnections } from './GithubConnections';
import type { GithubApi } from './GithubApi';
import { GithubFiles, type GithubFile } from './GithubFiles';
import { prepareChange, readHead } from './prepareChange';
import { publishChange } from './publishChange';

/** Desired state in repositories on GitHub: reads manifests, and writes them by one commit on the branch. */
export class GithubRepository implements DesiredStateSource, RepositoryWriter {
  readonly #connections: GithubConnections;
  readonly #files = new GithubFiles();
  readonly #heads = new Map<
    string,
    { readonly commit: string; readonly etag: string }
  >();

  constructor(connections: GithubConnections) {
    this.#connections = connections;
  }

  async readHead(
    branch: {
      readonly repositoryUrl: string;
      readonly branch: string;
      readonly known?: string;
    },
    context: CallContext,
  ): Promise<{ readonly commit: string; readonly unchanged: boolean }> {
    const api = await this.#connections.open(
      branch.repositoryUrl,
      context.signal,
    );
    const key = `${api.repositoryUrl}#${branch.branch}`;
    const kept = this.#heads.get(key);
    const ref = await api.readRef(branch.branch, kept?.etag);
    if (ref?.etag) {
      this.#heads.set(key, { commit: ref.commit, etag: ref.etag });
    }
    const commit = ref?.commit ?? kept?.commit;
    if (!commit) {
      throw new TerminalError(
        `Branch ${branch.branch} of ${api.name} could not be read.`,
      );
    }
    return { commit, unchanged: commit === branch.known };
  }

  async readFile(
    location: ManifestLocation & { readonly commit: string },
    context: CallContext,
  ): Promise<string | undefined> {
    const api = await this.#connections.open(
      location.repositoryUrl,
      context.signal,
    );
    const tree = await this.#files.readCommitTree(api, location.commit);
    const file = await this.#files.read(api, tree, location.path);
    switch (file.kind) {
      case 'file':
        return file.text;
      case 'missing':
        return undefined;
      default:
        throw new TerminalError(file.message);
    }
  }

  async listRevisions(
    request: ManifestLocation & { readonly limit: number },
    context: CallContext,
  ): Promise<readonly FileRevision[]> {
    const api = await this.#connections.open(
      request.repositoryUrl,
      context.signal,
    );
    const commits = await listManifestCommits(api, request);
    return commits.map(({ sha, author, commit }) => ({
      commit: sha,
      committedAt: new Date(commit.committer?.date ?? 0).toISOString(),
      author: author?.login ?? commit.author?.name,
      message: commit.message,
      url: api.commitUrl(sha),
      claimedBy: readPromotionTrailers(commit.message),
    }));
  }

  async inspectFiles(
    target: ResolvedEnvironment,
    context: CallContext,
  ): Promise<Inspection> {
    const [first] = target.targets;
    if (!first) {
      throw new TerminalError(
        `Environment ${target.environment} has no manifest.`,
      );
    }
    const api = await this.#connections.open(
      first.manifest.repositoryUrl,
      context.signal,
    );
    const commit = await readHead(api, first.manifest.branch);
    const tree = await this.#files.readCommitTree(api, commit);
    const files: ManifestFile[] = [];
    const problems: { code: string; message: string }[] = [];
    for (const { manifest } of target.targets) {
      const file = await this.#files.read(api, tree, manifest.path);
      if (file.kind === 'file') {
        files.push({
          location: { ...manifest, path: file.path },
          commit,
          text: file.text,
        });
        problems.push(...describeUneditable(file));
      } else {
        problems.push({
          code: `manifest-${file.kind}`,
          message: `${file.message} (branch ${manifest.branch})`,
        });
      }
    }
    return { environment: target.environment, commit, files, problems };
  }

  async prepare(
    request: ChangeRequest,
    context: CallContext,
  ): Promise<PrepareResult> {
    return this.#prepare(request, context, 'deployment');
  }

  async revert(
    request: ChangeRequest,
    context: CallContext,
  ): Promise<PrepareResult> {
    return this.#prepare(request, context, 'revert');
  }

  async publish(
    change: PreparedChange,
    context: CallContext,
  ): Promise<PublishResult> {
    const api = await this.#connections.open(
      change.repositoryUrl,
      context.signal,
    );
    return publishChange(api, change);
  }

  async contains(
    request: {
      readonly repositoryUrl: string;
      readonly commit: string;
      readonly revision: string;
    },
    context: CallContext,
  ): Promise<boolean> {
    if (request.commit === request.revision) {
      return true;
    }
    const api = await this.#connections.open(
      request.repositoryUrl,
      context.signal,
    );
    const answer = await api.isAncestor(request.commit, request.revision);
    if (answer === undefined) {
      // Tells a revision nobody knows (the answer is no) from a repository we may no longer see (no answer).
      await this.#files.readCommitTree(api, request.commit);
    }
    return answer === true;
  }

  async #prepare(
    request: ChangeRequest,
    context: CallContext,
    direction: 'deployment' | 'revert',
  ): Promise<PrepareResult> {
    const location =
      request.writes[0]?.file ?? request.target.targets[0]?.manifest;
    if (!location) {
      throw new TerminalError(
        `Environment ${request.target.environment} has no manifest to write to.`,
      );
    }
    const api = await this.#connections.open(
      location.repositoryUrl,
      context.signal,
    );
    return prepareChange(request, { api, files: this.#files, direction });
  }
}

/** The commits of a manifest under the first of its possible names that any commit touched. */
async function listManifestCommits(
  api: GithubApi,
  { branch, path, limit }: ManifestLocation & { readonly limit: number },
) {
  for (const candidate of manifestPaths(path)) {
    const commits = await api.listCommits({
      from: branch,
      path: candidate,
      limit,
    });
    if (commits.length > 0) return commits;
  }
  return [];
}

/** Why the images of a manifest cannot be told for certain, which stops every plan. */
function describeUneditable(
  file: GithubFile,
): readonly { code: string; message: string }[] {
  const read = readImages(file.text);
  return read.ok
    ? []
    : read.problems.map(({ message, remedy }) => ({
        code: 'manifest-not-editable',
        message: `${file.path}: ${message} ${remedy}`,
      }));
}
