// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Octokit } from '@octokit/rest';
import { TerminalError } from 'backstage-plugin-promotion-node';
import type { ZodType } from 'zod';
import { classifyGithubError, readGithubFailure } from './classifyGithubError';
import {
  blobSchema,
  commitListSchema,
  comparisonSchema,
  createdTreeSchema,
  gitCommitSchema,
  refSchema,
  repositorySchema,
  treeSchema,
  type CommitList,
  type GitTree,
} from './githubSchema';

/** GitHub's compare-and-swap of refs; it answers nothing but that it was done. */
const UPDATE_REFS = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) {
    clientMutationId
  }
}`;

/** A branch's head; `etag` lets the next read cost nothing when it did not move. */
export interface GithubRef {
  readonly commit: string;
  readonly etag?: string;
}

/** A file in a new tree. The mode is that of the entry it replaces. */
export interface NewTreeFile {
  readonly path: string;
  readonly mode: '100644' | '100755';
  readonly content: string;
}

/**
 * The calls this adapter makes to one repository: each once, none repeated by itself.
 * @throws SourceUnreachableError | TerminalError, classified by status and message
 */
export class GithubApi {
  readonly repositoryUrl: string;
  readonly name: string;
  readonly #octokit: Octokit;
  readonly #at: { readonly owner: string; readonly repo: string };
  readonly #repositoryIds: Map<string, string>;

  constructor(options: {
    readonly octokit: Octokit;
    /** Node ids of repositories by their address, kept by whoever opens them. */
    readonly repositoryIds: Map<string, string>;
    readonly owner: string;
    readonly repo: string;
    readonly repositoryUrl: string;
  }) {
    this.#octokit = options.octokit;
    this.#repositoryIds = options.repositoryIds;
    this.#at = { owner: options.owner, repo: options.repo };
    this.name = `${options.owner}/${options.repo}`;
    this.repositoryUrl = options.repositoryUrl
      .replace(/\/+$/, '')
      .replace(/\.git$/, '');
  }

  commitUrl(commit: string): string {
    return `${this.repositoryUrl}/commit/${commit}`;
  }

  /** The head of a branch; absent when it still is what `etag` came with. */
  async readRef(branch: string, etag?: string): Promise<GithubRef | undefined> {
    try {
      const answer = await this.#octokit.git.getRef({
        ...this.#at,
        ref: `heads/${branch}`,
        headers: etag ? { 'if-none-match': etag } : {},
      });
      const { object } = this.#parse(
        refSchema,
        answer.data,
        `read branch ${branch}`,
      );
      return { commit: object.sha, etag: answer.headers.etag };
    } catch (error) {
      if (etag && readGithubFailure(error).status === 304) {
        return undefined;
      }
      throw classifyGithubError(error, `read branch ${branch} of ${this.name}`);
    }
  }

  /**
   * Moves a branch to `commit` if it still is at `from`, never by force: REST's update of a ref takes any fast-forward,
   * and so would bring back what somebody took off the branch. Rejects with GitHub's own error, so that the caller can
   * tell a lost race.
   */
  async moveRef(
    branch: string,
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<void> {
    await this.#octokit.graphql(UPDATE_REFS, {
      input: {
        repositoryId: await this.#readRepositoryId(),
        refUpdates: [
          { name: `refs/heads/${branch}`, beforeOid: from, afterOid: to },
        ],
      },
    });
  }

  /** The tree of a commit; absent when there is no such commit here. */
  async readCommitTree(commit: string): Promise<string | undefined> {
    return this.#unlessMissing(`read commit ${commit}`, async doing => {
      const { data } = await this.#octokit.git.getCommit({
        ...this.#at,
        commit_sha: commit,
      });
      return this.#parse(gitCommitSchema, data, doing).tree.sha;
    });
  }

  async readTree(sha: string): Promise<GitTree> {
    return this.#run(`read tree ${sha}`, async doing => {
      const { data } = await this.#octokit.git.getTree({
        ...this.#at,
        tree_sha: sha,
      });
      const tree = this.#parse(treeSchema, data, doing);
      if (tree.truncated) {
        throw new TerminalError(
          `A folder of ${this.name} has too many entries to be read (tree ${sha}).`,
        );
      }
      return tree;
    });
  }

  /** @throws TerminalError when it is not text in UTF-8 */
  async readBlob(sha: string): Promise<string> {
    return this.#run(`read blob ${sha}`, async doing => {
      const { data } = await this.#octokit.git.getBlob({
        ...this.#at,
        file_sha: sha,
      });
      const bytes = Buffer.from(
        this.#parse(blobSchema, data, doing).content,
        'base64',
      );
      try {
        return new TextDecoder('utf-8', {
          fatal: true,
          ignoreBOM: true,
        }).decode(bytes);
      } catch {
        throw new TerminalError(
          `Blob ${sha} of ${this.name} is not text in UTF-8.`,
        );
      }
    });
  }

  async createTree(
    baseTree: string,
    files: readonly NewTreeFile[],
  ): Promise<string> {
    return this.#run('write a tree', async doing => {
      const { data } = await this.#octokit.git.createTree({
        ...this.#at,
        base_tree: baseTree,
        tree: files.map(file => ({ ...file, type: 'blob' as const })),
      });
      return this.#parse(createdTreeSchema, data, doing).sha;
    });
  }

  /** Leaves author and committer to GitHub, which then signs the commits of an app. */
  async createCommit(commit: {
    message: string;
    tree: string;
    parent: string;
  }): Promise<string> {
    return this.#run('write a commit', async doing => {
      const { data } = await this.#octokit.git.createCommit({
        ...this.#at,
        message: commit.message,
        tree: commit.tree,
        parents: [commit.parent],
      });
      return this.#parse(gitCommitSchema, data, doing).sha;
    });
  }

  /** Commits that touched a file, newest first. `from` is a branch or a commit. */
  async listCommits(request: {
    from: string;
    path: string;
    limit: number;
  }): Promise<CommitList> {
    return this.#run(
      `list the commits of ${request.path} on ${request.from}`,
      async doing => {
        const { data } = await this.#octokit.repos.listCommits({
          ...this.#at,
          sha: request.from,
          path: request.path,
          per_page: Math.min(request.limit, 100),
        });
        return this.#parse(commitListSchema, data, doing);
      },
    );
  }

  /** Whether `commit` is `revision` or an ancestor of it; absent when either is not here. */
  async isAncestor(
    commit: string,
    revision: string,
  ): Promise<boolean | undefined> {
    return this.#unlessMissing(
      `compare ${commit} with ${revision}`,
      async doing => {
        const { data } = await this.#octokit.repos.compareCommitsWithBasehead({
          ...this.#at,
          basehead: `${commit}...${revision}`,
          per_page: 1,
        });
        const { status } = this.#parse(comparisonSchema, data, doing);
        return status === 'ahead' || status === 'identical';
      },
    );
  }

  async #readRepositoryId(): Promise<string> {
    const known = this.#repositoryIds.get(this.repositoryUrl);
    if (known !== undefined) return known;
    return this.#run('read the repository', async doing => {
      const { data } = await this.#octokit.repos.get(this.#at);
      const { node_id: id } = this.#parse(repositorySchema, data, doing);
      this.#repositoryIds.set(this.repositoryUrl, id);
      return id;
    });
  }

  async #unlessMissing<T>(
    doing: string,
    call: (doing: string) => Promise<T>,
  ): Promise<T | undefined> {
    return this.#run(doing, async () => {
      try {
        return await call(doing);
      } catch (error) {
        if (readGithubFailure(error).status === 404) {
          return undefined;
        }
        throw error;
      }
    });
  }

  async #run<T>(
    doing: string,
    call: (doing: string) => Promise<T>,
  ): Promise<T> {
    try {
      return await call(doing);
    } catch (error) {
      throw classifyGithubError(error, `${doing} of ${this.name}`);
    }
  }

  #parse<T>(schema: ZodType<T>, data: unknown, doing: string): T {
    const result = schema.safeParse(data);
    if (!result.success) {
      throw new TerminalError(
        `What answers for ${this.name} does not speak GitHub's API (${doing}): check apiBaseUrl under integrations.github.`,
      );
    }
    return result.data;
  }
}
