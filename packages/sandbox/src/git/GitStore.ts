// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitRepository } from './GitRepository';

const NAME = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;

/** The bare repositories of a sandbox, under one directory: `<owner>/<name>.git`. */
export class GitStore {
  readonly #root: string;
  readonly #repositories = new Map<string, GitRepository>();

  private constructor(root: string) {
    this.#root = root;
  }

  /** Opens what is already there; a sandbox that restarts finds its repositories again. */
  static async open(root: string): Promise<GitStore> {
    const store = new GitStore(root);
    for (const owner of await directories(root)) {
      for (const name of await directories(join(root, owner))) {
        if (name.endsWith('.git')) {
          store.#remember(`${owner}/${name.slice(0, -'.git'.length)}`);
        }
      }
    }
    return store;
  }

  /** All repositories as `owner/name`. */
  names(): string[] {
    return [...this.#repositories.keys()].sort();
  }

  find(fullName: string): GitRepository | undefined {
    return this.#repositories.get(fullName.replace(/\.git$/, ''));
  }

  /** @throws Error when no repository has that name */
  repository(fullName: string): GitRepository {
    const found = this.find(fullName);
    if (!found) {
      throw new Error(
        `The sandbox has no repository ${fullName}; create it first`,
      );
    }
    return found;
  }

  /** Makes an empty repository, or answers the one that has the name already. */
  async create(fullName: string, branch = 'main'): Promise<GitRepository> {
    if (!NAME.test(fullName)) {
      throw new Error(`"${fullName}" is not owner/name`);
    }
    const known = this.find(fullName);
    if (known) {
      return known;
    }
    const repository = this.#remember(fullName);
    await repository.init(branch);
    return repository;
  }

  /** Removes every repository from disk. */
  async clear(): Promise<void> {
    this.close();
    this.#repositories.clear();
    await rm(this.#root, { recursive: true, force: true });
  }

  /** Ends the processes that read objects. */
  close(): void {
    this.#repositories.forEach(repository => repository.close());
  }

  #remember(fullName: string): GitRepository {
    const repository = new GitRepository(
      fullName,
      join(this.#root, `${fullName}.git`),
    );
    this.#repositories.set(fullName, repository);
    return repository;
  }
}

async function directories(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name);
  } catch {
    return [];
  }
}
