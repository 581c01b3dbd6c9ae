// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { spawn } from 'node:child_process';

/** A git process that ended with another exit code than 0. */
export class GitError extends Error {
  constructor(
    readonly args: readonly string[],
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(
      `git ${args.join(' ')} ended with ${exitCode ?? 'a signal'}: ${
        stderr.trim() || '(nothing on stderr)'
      }`,
    );
    this.name = 'GitError';
  }
}

/** What surrounds one git call; everything absent means: empty input, inherited environment. */
export interface GitCall {
  readonly cwd: string;
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs the git command line and answers its standard output as bytes.
 *
 * Configuration of the machine and of the user is shut out, so that a signing key or a hook path
 * of the developer cannot change what the sandbox writes.
 *
 * @throws GitError when git exits with another code than 0
 */
export function runGit(
  args: readonly string[],
  call: GitCall,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: call.cwd,
      env: {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
        TZ: 'UTC',
        ...call.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve(Buffer.concat(out))
        : reject(new GitError(args, code, Buffer.concat(err).toString('utf8'))),
    );
    // A git that refuses before reading closes its input first; its exit code tells the story.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.stdin ?? '');
  });
}
