// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatCommit,
  GitCommit,
  GitPerson,
  NewCommit,
  parseCommit,
} from './GitCommit';
import { GitObject, ObjectReader } from './ObjectReader';
import { GitError, runGit } from './runGit';
import { ChangedFile, readChangedFiles } from './readChangedFiles';

/** One line of a tree. */
export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  /** Bytes; only blobs have one. */
  readonly size?: number;
  /** Path from the root of the listed tree, with slashes. */
  readonly path: string;
}

/** One change to a tree: `sha: null` removes the path. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | null;
}

/** A commit of whole files on the tip of a branch, as a person with a clone would push it. */
export interface FileCommit {
  readonly branch: string;
  /** Path to new text; `null` removes the file. */
  readonly files: Readonly<Record<string, string | null>>;
  readonly message: string;
  readonly author: GitPerson;
  /** Default: the author. */
  readonly committer?: GitPerson;
}

/** What a commit list is made of. */
export interface LogQuery {
  readonly from: string;
  /** Only commits that touch this path. */
  readonly path?: string;
  readonly max: number;
  readonly skip?: number;
  readonly since?: string;
  readonly until?: string;
}

/** A bare git repository on disk, driven by git's own plumbing: ids, ancestry and diffs are true. */
export class GitRepository {
  readonly #reader: ObjectReader;

  constructor(
    /** `owner/name`. */
    readonly fullName: string,
    /** The bare repository; other git clients may read and push there at the same time. */
    readonly directory: string,
  ) {
    this.#reader = new ObjectReader(directory);
  }

  /** Makes an empty repository whose HEAD names `branch`; does nothing harmful to an existing one. */
  async init(branch: string): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await this.#git([
      'init',
      '--quiet',
      '--bare',
      `--initial-branch=${branch}`,
    ]);
  }

  close(): void {
    this.#reader.close();
  }

  /** The branch that HEAD names, without `refs/heads/`. */
  async defaultBranch(): Promise<string> {
    const head = await this.#git(['symbolic-ref', 'HEAD']);
    return head.trim().replace(/^refs\/heads\//, '');
  }

  object(name: string): Promise<GitObject | undefined> {
    return this.#reader.read(name);
  }

  async commit(name: string): Promise<GitCommit | undefined> {
    const found = await this.#reader.read(name);
    return found?.type === 'commit'
      ? parseCommit(found.oid, found.content)
      : undefined;
  }

  /** The commit a branch, tag, full or short id stands for. */
  async resolveCommit(revision: string): Promise<string | undefined> {
    // A leading dash would be an option, and rev-parse expressions are not what the APIs promise.
    if (!/^[A-Za-z0-9_][\w./+-]*$/.test(revision) || revision.includes('..')) {
      return undefined;
    }
    const candidates = [
      `refs/heads/${revision}`,
      `refs/tags/${revision}`,
      revision,
    ];
    for (const candidate of candidates) {
      const found = await this.#reader.read(`${candidate}^{commit}`);
      if (found) {
        return found.oid;
      }
    }
    return undefined;
  }

  /** What a full ref name (`refs/heads/main`) points at. */
  async ref(name: string): Promise<string | undefined> {
    return (await this.refs(name)).find(one => one.name === name)?.sha;
  }

  /** All refs under a prefix that ends at a slash or names one ref exactly. */
  async refs(
    prefix: string,
  ): Promise<{ name: string; sha: string; type: string }[]> {
    const text = await this.#git([
      'for-each-ref',
      '--format=%(refname) %(objectname) %(objecttype)',
      prefix,
    ]);
    return lines(text).map(line => {
      const [name = '', sha = '', type = ''] = line.split(' ');
      return { name, sha, type };
    });
  }

  /**
   * Moves a ref by compare-and-swap: `from` is what it must hold now, `null` that it must not exist.
   * @returns false when it holds something else
   */
  async moveRef(
    name: string,
    to: string,
    from: string | null,
  ): Promise<boolean> {
    try {
      await this.#git(['update-ref', name, to, from ?? '0'.repeat(40)]);
      return true;
    } catch (error) {
      if (error instanceof GitError) {
        return false;
      }
      throw error;
    }
  }

  async deleteRef(name: string): Promise<void> {
    await this.#git(['update-ref', '-d', name]);
  }

  async writeBlob(content: string | Buffer): Promise<string> {
    return (await this.#git(['hash-object', '-w', '--stdin'], content)).trim();
  }

  /** A tree made of `base` (none: empty) and changes to it. */
  async writeTree(
    base: string | undefined,
    changes: readonly TreeChange[],
  ): Promise<string> {
    const index = join(this.directory, `sandbox-index-${randomUUID()}`);
    const env = { GIT_INDEX_FILE: index };
    try {
      await this.#git(
        ['read-tree', ...(base ? [base] : ['--empty'])],
        undefined,
        env,
      );
      const plain = changes.filter(
        one => one.mode !== '040000' || one.sha === null,
      );
      const records = plain.map(one =>
        one.sha === null
          ? `0 ${'0'.repeat(40)}\t${one.path}\0`
          : `${one.mode} ${one.sha}\t${one.path}\0`,
      );
      await this.#git(
        ['update-index', '-z', '--index-info'],
        records.join(''),
        env,
      );
      for (const tree of changes.filter(one => one.mode === '040000')) {
        if (tree.sha !== null) {
          await this.#git(
            ['rm', '-r', '-q', '--cached', '--ignore-unmatch', '--', tree.path],
            undefined,
            env,
          );
          await this.#git(
            ['read-tree', `--prefix=${tree.path}/`, tree.sha],
            undefined,
            env,
          );
        }
      }
      return (await this.#git(['write-tree'], undefined, env)).trim();
    } finally {
      await rm(index, { force: true });
      await rm(`${index}.lock`, { force: true });
    }
  }

  async writeCommit(commit: NewCommit): Promise<string> {
    const text = formatCommit(commit);
    return (
      await this.#git(['hash-object', '-t', 'commit', '-w', '--stdin'], text)
    ).trim();
  }

  /** Entries of a tree or of a commit's tree; undefined when the name is neither. */
  async tree(
    name: string,
    options?: { recursive?: boolean },
  ): Promise<TreeEntry[] | undefined> {
    const found = await this.#reader.read(`${name}^{tree}`);
    if (!found) {
      return undefined;
    }
    const flags = options?.recursive ? ['-r', '-t'] : [];
    return parseTree(
      await this.#git(['ls-tree', '-l', '-z', ...flags, found.oid]),
    );
  }

  /** The entry at a path of a commit; undefined when there is none. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    const text = await this.#git([
      '--literal-pathspecs',
      'ls-tree',
      '-l',
      '-z',
      `${commit}^{tree}`,
      '--',
      path,
    ]);
    return parseTree(text).find(one => one.path === path);
  }

  /** The text of a file at a commit; undefined when there is none. */
  async text(commit: string, path: string): Promise<string | undefined> {
    const found = await this.#reader.read(`${commit}:${path}`);
    return found?.type === 'blob' ? found.content.toString('utf8') : undefined;
  }

  async log(query: LogQuery): Promise<GitCommit[]> {
    const text = await this.#git([
      '--literal-pathspecs',
      'rev-list',
      `--max-count=${query.max}`,
      `--skip=${query.skip ?? 0}`,
      ...(query.since ? [`--since=${query.since}`] : []),
      ...(query.until ? [`--until=${query.until}`] : []),
      query.from,
      '--',
      ...(query.path ? [query.path] : []),
    ]);
    const commits = await Promise.all(lines(text).map(sha => this.commit(sha)));
    return commits.flatMap(commit => commit ?? []);
  }

  /** Commits reachable from `head` and not from `base`, newest first. */
  async commitsBetween(base: string, head: string): Promise<string[]> {
    return lines(await this.#git(['rev-list', `${base}..${head}`, '--']));
  }

  async mergeBase(a: string, b: string): Promise<string | undefined> {
    try {
      return (await this.#git(['merge-base', a, b])).trim();
    } catch (error) {
      if (error instanceof GitError) {
        return undefined;
      }
      throw error;
    }
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    return (await this.mergeBase(ancestor, descendant)) === ancestor;
  }

  /** What differs between two commits; `undefined` as base compares with nothing. */
  changedFiles(base: string | undefined, head: string): Promise<ChangedFile[]> {
    return readChangedFiles(this.directory, base, head);
  }

  /**
   * The tree of a three-way merge without touching any ref.
   * @returns undefined when the two sides conflict
   */
  async mergeTree(base: string, head: string): Promise<string | undefined> {
    try {
      return lines(
        await this.#git(['merge-tree', '--write-tree', base, head]),
      )[0];
    } catch (error) {
      if (error instanceof GitError && error.exitCode === 1) {
        return undefined;
      }
      throw error;
    }
  }

  /** Commits files on the tip of a branch (made if absent) and moves it; repeats when it lost a race. */
  async commitFiles(commit: FileCommit): Promise<string> {
    const ref = `refs/heads/${commit.branch}`;
    const changes = await Promise.all(
      Object.entries(commit.files).map(async ([path, text]) => ({
        path,
        mode: '100644',
        sha: text === null ? null : await this.writeBlob(text),
      })),
    );
    for (let attempt = 0; attempt < 10; attempt++) {
      const head = await this.ref(ref);
      const sha = await this.writeCommit({
        tree: await this.writeTree(head, changes),
        parents: head ? [head] : [],
        author: commit.author,
        committer: commit.committer ?? commit.author,
        message: commit.message,
      });
      if (await this.moveRef(ref, sha, head ?? null)) {
        return sha;
      }
    }
    throw new Error(
      `Branch ${commit.branch} of ${this.fullName} kept moving; the commit was not placed`,
    );
  }

  async #git(
    args: string[],
    stdin?: string | Buffer,
    env?: Record<string, string>,
  ): Promise<string> {
    return (await runGit(args, { cwd: this.directory, stdin, env })).toString(
      'utf8',
    );
  }
}

function lines(text: string): string[] {
  return text.split('\n').filter(line => line !== '');
}

function parseTree(text: string): TreeEntry[] {
  return text.split('\0').flatMap(record => {
    const match =
      /^(\d+) (blob|tree|commit) ([0-9a-f]{40}) +(\S+)\t([\s\S]*)$/.exec(
        record,
      );
    if (!match) {
      return [];
    }
    const [, mode = '', type, sha = '', size, path = ''] = match;
    return {
      mode,
      type: type === 'tree' || type === 'commit' ? type : 'blob',
      sha,
      ...(size === '-' ? {} : { size: Number(size) }),
      path,
    } satisfies TreeEntry;
  });
}
