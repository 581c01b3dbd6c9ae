// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Time as the sandbox sees it. */
export interface SandboxClock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /**
   * Runs a task again and again, never twice at once, until the returned function is called.
   * A task that throws ends nothing: the next turn comes.
   */
  every(intervalMs: number, task: () => Promise<void>): () => void;
}

/** The clock on the wall. Its timers do not keep the process alive. */
export class SystemClock implements SandboxClock {
  now(): number {
    return Date.now();
  }

  every(intervalMs: number, task: () => Promise<void>): () => void {
    let stopped = false;
    let timer: NodeJS.Timeout | undefined;
    const turn = () => {
      task()
        .catch(() => undefined)
        .finally(() => {
          if (!stopped) {
            timer = setTimeout(turn, intervalMs).unref();
          }
        });
    };
    timer = setTimeout(turn, intervalMs).unref();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }
}

interface Task {
  dueAt: number;
  readonly intervalMs: number;
  readonly run: () => Promise<void>;
}

/** A clock that stands still until a test advances it. */
export class VirtualClock implements SandboxClock {
  #now: number;
  readonly #tasks = new Set<Task>();

  /** @param start first moment, default 2026-09-01T12:00:00Z */
  constructor(start: number | string = '2026-09-01T12:00:00Z') {
    this.#now = new Date(start).getTime();
  }

  now(): number {
    return this.#now;
  }

  every(intervalMs: number, run: () => Promise<void>): () => void {
    const task = { dueAt: this.#now + intervalMs, intervalMs, run };
    this.#tasks.add(task);
    return () => {
      this.#tasks.delete(task);
    };
  }

  /** Lets time pass: every task due on the way has run to its end, in order, when this resolves. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#tasks].sort((a, b) => a.dueAt - b.dueAt)[0];
      if (!next || next.dueAt > end) {
        break;
      }
      this.#now = next.dueAt;
      next.dueAt += next.intervalMs;
      await next.run();
    }
    this.#now = end;
  }
}
