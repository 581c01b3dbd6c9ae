// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';

/** A document as read: `tag` tells whether it is another one than before. */
export interface ReadDocument {
  readonly text: string;
  readonly tag: string;
}

/** Where a rules document comes from. `read` answers `undefined` when it still is the one known by `tag`. */
export interface RulesSource {
  readonly origin: string;
  read(tag: string | undefined): Promise<ReadDocument | undefined>;
}

/** A file or an address, by what the target looks like. */
export function rulesSourceOf(
  target: string,
  reader: UrlReaderService,
): RulesSource {
  return /^https?:\/\//.test(target)
    ? new UrlSource(target, reader)
    : new FileSource(resolve(configRoot(process.cwd()), target));
}

/** The nearest folder, from here up, that holds app-config.yaml; without one, here. */
export function configRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'app-config.yaml'))) return folder;
    if (folder === dirname(folder)) return from;
  }
}

class FileSource implements RulesSource {
  readonly origin: string;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.origin = `file:${path}`;
  }

  async read(tag: string | undefined): Promise<ReadDocument | undefined> {
    const { mtimeMs, size, ino } = await stat(this.#path);
    const current = `${mtimeMs}-${size}-${ino}`;
    if (current === tag) return undefined;
    return { text: await readFile(this.#path, 'utf8'), tag: current };
  }
}

class UrlSource implements RulesSource {
  readonly origin: string;
  readonly #reader: UrlReaderService;

  constructor(url: string, reader: UrlReaderService) {
    this.origin = url;
    this.#reader = reader;
  }

  async read(tag: string | undefined): Promise<ReadDocument | undefined> {
    try {
      const response = await this.#reader.readUrl(this.origin, {
        ...(tag !== undefined && { etag: tag }),
        signal: AbortSignal.timeout(15_000),
      });
      const text = (await response.buffer()).toString('utf8');
      return { text, tag: response.etag ?? '' };
    } catch (error) {
      if (isError(error) && error.name === 'NotModifiedError') {
        return undefined;
      }
      throw error;
    }
  }
}
