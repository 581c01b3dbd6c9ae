// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';

const LONGEST_PAUSE_MS = 60_000;

/**
 * Runs something again and again, never twice at once: at once when it says there is more, else after an interval, and
 * later each time while it keeps rejecting. A rejection never ends the loop.
 */
export class Loop {
  readonly #name: string;
  readonly #run: () => Promise<boolean | void>;
  readonly #logger: LoggerService;
  #running: Promise<void> | undefined;
  #stopped = true;
  #woken = false;
  #endPause = () => {};

  /** @param options `run` may answer true: there is more to do at once */
  constructor(options: {
    readonly name: string;
    readonly run: () => Promise<boolean | void>;
    readonly logger: LoggerService;
  }) {
    this.#name = options.name;
    this.#run = options.run;
    this.#logger = options.logger;
  }

  start(intervalMs: number): void {
    if (this.#running) return;
    this.#stopped = false;
    this.#running = this.#repeat(intervalMs);
  }

  /** Ends the pause that is under way, or skips the next one. */
  wake(): void {
    this.#woken = true;
    this.#endPause();
  }

  /** Starts no further round and waits for the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause();
    await this.#running;
    this.#running = undefined;
  }

  async #repeat(intervalMs: number): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      this.#woken = false;
      let hasMore = false;
      try {
        hasMore = (await this.#run()) === true;
        failures = 0;
      } catch (error) {
        failures += 1;
        this.#logger.error(
          `The ${this.#name} could not do its round: ${error}`,
        );
      }
      if (!hasMore || failures > 0) {
        await this.#pause(
          Math.min(intervalMs * 2 ** failures, LONGEST_PAUSE_MS),
        );
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    if (this.#woken || this.#stopped) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = () => {};
  }
}
