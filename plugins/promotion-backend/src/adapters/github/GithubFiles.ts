// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { manifestPaths } from 'backstage-plugin-promotion-common/manifests';
import { TerminalError } from 'backstage-plugin-promotion-node';
import type { GithubApi } from './GithubApi';
import type { GitTree } from './githubSchema';

/** A manifest is text that people edit; what is larger is none. */
const MAX_BYTES = 1_000_000;

/** Trees are immutable, so a few of them are kept: those of the folders all services share. */
const MAX_KEPT_TREES = 500;

/** A regular file at a commit. */
export interface GithubFile {
  readonly kind: 'file';
  readonly path: string;
  readonly mode: '100644' | '100755';
  readonly text: string;
}

/** Why there is no file to be had at a path. */
export interface NoGithubFile {
  readonly kind: 'missing' | 'not-a-file' | 'too-large';
  readonly message: string;
}

/**
 * Reads files by walking trees from a commit. The Contents API would follow a symlink without a word and does not tell
 * the mode, which a new tree has to keep.
 */
export class GithubFiles {
  readonly #trees = new Map<string, GitTree>();

  /** @throws TerminalError when there is no such commit */
  async readCommitTree(api: GithubApi, commit: string): Promise<string> {
    const tree = await api.readCommitTree(commit);
    if (!tree) {
      throw new TerminalError(
        `There is no commit ${commit} in ${api.name}, or the credentials under integrations.github may not see it.`,
      );
    }
    return tree;
  }

  /**
   * The manifest at a path, or at that of another name it may have.
   * @param rootTree as answered by `readCommitTree`
   */
  async read(
    api: GithubApi,
    rootTree: string,
    path: string,
  ): Promise<GithubFile | NoGithubFile> {
    for (const candidate of manifestPaths(path)) {
      const file = await this.#readAt(api, rootTree, candidate);
      if (file.kind !== 'missing') return file;
    }
    return this.#readAt(api, rootTree, path);
  }

  async #readAt(
    api: GithubApi,
    rootTree: string,
    path: string,
  ): Promise<GithubFile | NoGithubFile> {
    const segments = path.split('/');
    let sha = rootTree;
    for (const [index, segment] of segments.entries()) {
      const here = segments.slice(0, index + 1).join('/');
      const entry = (await this.#readTree(api, sha)).tree.find(
        candidate => candidate.path === segment,
      );
      if (!entry) {
        return {
          kind: 'missing',
          message: `There is no file ${path} in ${api.name}.`,
        };
      }
      if (entry.mode === '120000' || entry.type === 'commit') {
        const what =
          entry.type === 'commit' ? 'a submodule' : 'a symbolic link';
        return {
          kind: 'not-a-file',
          message: `${here} in ${api.name} is ${what}; name the file itself.`,
        };
      }
      const isLast = index === segments.length - 1;
      if (isLast && entry.type === 'tree') {
        return {
          kind: 'not-a-file',
          message: `${here} in ${api.name} is a folder; name the file in it.`,
        };
      }
      if (!isLast && entry.type !== 'tree') {
        return {
          kind: 'missing',
          message: `There is no file ${path} in ${api.name}: ${here} is no folder.`,
        };
      }
      if (isLast && (entry.size ?? 0) > MAX_BYTES) {
        return {
          kind: 'too-large',
          message: `${here} in ${api.name} is larger than 1 MB and is not read.`,
        };
      }
      if (isLast) {
        const mode = entry.mode === '100755' ? '100755' : '100644';
        return {
          kind: 'file',
          path,
          mode,
          text: await api.readBlob(entry.sha),
        };
      }
      sha = entry.sha;
    }
    return {
      kind: 'missing',
      message: `There is no file ${path} in ${api.name}.`,
    };
  }

  async #readTree(api: GithubApi, sha: string): Promise<GitTree> {
    const key = `${api.repositoryUrl} ${sha}`;
    const kept = this.#trees.get(key);
    if (kept) {
      return kept;
    }
    const tree = await api.readTree(sha);
    if (this.#trees.size >= MAX_KEPT_TREES) {
      this.#trees.clear();
    }
    this.#trees.set(key, tree);
    return tree;
  }
}
