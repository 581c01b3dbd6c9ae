// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ArgocdController } from './ArgocdController';
import { ArgocdSessions } from './ArgocdSessions';
import { ImageRegistry } from './ImageRegistry';

/** Whose state is kept. */
interface Kept {
  readonly controller: ArgocdController;
  readonly registry: ImageRegistry;
  readonly sessions: ArgocdSessions;
}

/** The controller's state on disk, written beside and renamed, so that a crash leaves the last whole one. */
export class ArgocdStateFile {
  readonly #path: string;
  readonly #kept: Kept;
  #savedVersion = -1;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(path: string, kept: Kept) {
    this.#path = path;
    this.#kept = kept;
  }

  /** @returns false when there is no file yet */
  async load(): Promise<boolean> {
    const text = await readFile(this.#path, 'utf8').catch(error => {
      if (error.code === 'ENOENT') {
        return undefined;
      }
      throw error;
    });
    if (text === undefined) {
      return false;
    }
    const saved = JSON.parse(text);
    this.#kept.controller.load(saved.controller);
    this.#kept.registry.load(saved.registry);
    this.#kept.sessions.restoreSecret(saved.secret);
    return true;
  }

  /** Writes when anything changed since the last time. One write at a time; none after `close`. */
  save(): Promise<void> {
    if (!this.#closed) {
      // A write that failed was told to whoever asked for it; the next one tries anew.
      this.#writing = this.#writing
        .catch(() => undefined)
        .then(() => this.#write());
    }
    return this.#writing;
  }

  /** Writes once more. A tick that ends later writes nothing: its folder may be gone by then. */
  async close(): Promise<void> {
    await this.save();
    this.#closed = true;
    await this.#writing;
  }

  async #write(): Promise<void> {
    const { controller, registry, sessions } = this.#kept;
    if (controller.version === this.#savedVersion) {
      return;
    }
    const { version } = controller;
    const text = JSON.stringify({
      controller: controller.save(),
      registry: registry.save(),
      secret: sessions.secret,
    });
    await mkdir(dirname(this.#path), { recursive: true });
    const beside = `${this.#path}.${process.pid}.tmp`;
    await writeFile(beside, text, { mode: 0o600 });
    await rename(beside, this.#path);
    this.#savedVersion = version;
  }
}
