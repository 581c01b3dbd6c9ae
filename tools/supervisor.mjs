// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const guardPath = fileURLToPath(new URL('./guard.mjs', import.meta.url));

/** How long a process group may take to end after SIGTERM before it is killed. */
const graceMs = 10_000;

/**
 * Starts processes, each in its own process group, and ends all of them together: on `stopAll`, when one of them ends,
 * and when this process dies in whatever way.
 */
export class Supervisor {
  #children = new Map();
  #stopping;
  /** Called once with `{ name, code }` when a child ends that was not told to. */
  onUnexpectedExit = () => {};

  /**
   * Starts `command` (an array) as `name`; its end is the end of everything. Its output goes to the file `logPath` and
   * line by line to `onLine`; without `logPath` it goes to this process's own output.
   */
  start(name, command, options) {
    const { ended } = this.#spawn(name, command, options);
    ended.then(code => {
      if (this.#stopping === undefined) this.onUnexpectedExit({ name, code });
    });
  }

  /** Runs `command` to its end, with the same options as `start`. Answers with its exit code. */
  run(name, command, options) {
    if (this.#stopping !== undefined) return new Promise(() => {});
    return this.#spawn(name, command, options).ended;
  }

  #spawn(name, command, { cwd, env, logPath, onLine = () => {} }) {
    const piped = logPath !== undefined;
    const child = spawn(process.execPath, [guardPath, ...command], {
      cwd,
      env,
      detached: true,
      stdio: [
        'ignore',
        piped ? 'pipe' : 'inherit',
        piped ? 'pipe' : 'inherit',
        'ipc',
      ],
    });
    if (piped) record(child, logPath, onLine);
    const ended = new Promise(resolve => {
      child.once('exit', code => resolve(code ?? 1));
      child.once('error', () => resolve(127));
    });
    this.#children.set(name, { child, ended });
    ended.then(code => {
      this.#children.delete(name);
      // What the command may have left behind in its group goes with it.
      signalGroup(child.pid, 'SIGKILL');
    });
    return { pid: child.pid, ended };
  }

  /** Ends every group, politely first. Resolves when all are gone. Safe to call more than once. */
  stopAll() {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop() {
    const running = [...this.#children.values()];
    for (const { child } of running) signalGroup(child.pid, 'SIGTERM');
    const timer = setTimeout(() => {
      for (const { child } of running) signalGroup(child.pid, 'SIGKILL');
    }, graceMs);
    await Promise.all(running.map(({ ended }) => ended));
    clearTimeout(timer);
    for (const { child } of running) signalGroup(child.pid, 'SIGKILL');
  }
}

function record(child, logPath, onLine) {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = createWriteStream(logPath);
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', colored => {
      const line = stripVTControlCharacters(colored);
      log.write(`${line}\n`);
      onLine(line);
    });
  }
}

function signalGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}
