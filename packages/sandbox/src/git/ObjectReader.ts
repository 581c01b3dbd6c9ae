// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ChildProcessByStdio, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';

/** The four kinds of object git stores. */
export type GitObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** One object of the store, as git keeps it. */
export interface GitObject {
  /** SHA-1, 40 hexadecimal digits. */
  readonly oid: string;
  readonly type: GitObjectType;
  readonly content: Buffer;
}

/** Complaints go nowhere: a pipe that nobody reads fills up, and git would wait for it for good. */
type CatFile = ChildProcessByStdio<Writable, Readable, null>;

interface Waiting {
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Reads objects through one long-lived `git cat-file --batch`: a page of commits would otherwise
 * cost a process each. Questions are answered in the order they were asked.
 */
export class ObjectReader {
  readonly #directory: string;
  #child?: CatFile;
  #buffer: Buffer = Buffer.alloc(0);
  #waiting: Waiting[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The object named by an id or by any revision expression; undefined when there is none. */
  read(name: string): Promise<GitObject | undefined> {
    if (/[\r\n]/.test(name) || name.trim() === '') {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process().stdin.write(`${name}\n`);
    });
  }

  /** Ends the process; a later read starts another one. */
  close(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.stdin.end();
    child?.kill();
    this.#fail(new Error('The object reader was closed'));
  }

  #process(): CatFile {
    if (this.#child) {
      return this.#child;
    }
    const child = spawn('git', ['cat-file', '--batch'], {
      cwd: this.#directory,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#buffer = Buffer.alloc(0);
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#drain();
    });
    child.on('error', error => this.#fail(error));
    child.on('close', () => {
      if (this.#child === child) {
        this.#child = undefined;
        this.#fail(new Error('git cat-file ended early'));
      }
    });
    this.#child = child;
    return child;
  }

  #drain(): void {
    for (;;) {
      const newline = this.#buffer.indexOf(0x0a);
      if (newline < 0) {
        return;
      }
      const header = this.#buffer.subarray(0, newline).toString('utf8');
      const match = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(
        header,
      );
      if (!match) {
        this.#buffer = this.#buffer.subarray(newline + 1);
        this.#waiting.shift()?.resolve(undefined);
        continue;
      }
      const size = Number(match[3]);
      const start = newline + 1;
      if (this.#buffer.length < start + size + 1) {
        return;
      }
      const content = Buffer.from(this.#buffer.subarray(start, start + size));
      this.#buffer = this.#buffer.subarray(start + size + 1);
      this.#waiting.shift()?.resolve({
        oid: match[1] ?? '',
        type: objectType(match[2]),
        content,
      });
    }
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach(one => one.reject(error));
  }
}

function objectType(text: string | undefined): GitObjectType {
  return text === 'tree' || text === 'commit' || text === 'tag' ? text : 'blob';
}
