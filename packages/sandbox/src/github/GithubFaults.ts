// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { SandboxClock } from '../SandboxClock';
import { HttpFaults } from '../http/HttpFaults';

/** Somebody who pushes at the worst moment. Answers nothing; throwing there fails the request. */
export type CompetingPush = (
  repository: string,
  branch: string,
) => Promise<void>;

/** What can go wrong with the GitHub of the sandbox, beyond what any HTTP service does. */
export class GithubFaults extends HttpFaults {
  readonly #clock: SandboxClock;
  readonly #remembered = new Map<string, { sha: string | null; at: number }>();
  #staleMs = 0;
  #pushers: CompetingPush[] = [];

  constructor(clock: SandboxClock) {
    super();
    this.#clock = clock;
  }

  /** The primary or secondary rate limit answers the next `times` requests (absent: all). */
  rateLimit(
    kind: 'primary' | 'secondary',
    options: {
      status?: 403 | 429;
      retryAfterSeconds?: number;
      times?: number;
    } = {},
  ): void {
    const resetSeconds =
      Math.ceil(this.#clock.now() / 1000) + (options.retryAfterSeconds ?? 60);
    const primary = kind === 'primary';
    this.add({
      name: `${kind}-rate-limit`,
      times: options.times,
      effect: {
        kind: 'answer',
        status: options.status ?? 403,
        headers: limitHeaders(primary, resetSeconds, options.retryAfterSeconds),
        body: {
          message: primary
            ? 'API rate limit exceeded for user ID 9000.'
            : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          documentation_url:
            'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api',
          status: String(options.status ?? 403),
        },
      },
    });
  }

  /** Reads of a ref show, for that long after each move, where it was before: GitHub's replicas lag. */
  staleRefReads(ms: number): void {
    this.#staleMs = ms;
  }

  /** The next moves of a ref are preceded by a push of somebody else, between their read and their write. */
  beforeNextRefUpdate(push: CompetingPush, times = 1): void {
    this.#pushers.push(...Array.from({ length: times }, () => push));
  }

  /** How many competing pushes are still armed. */
  armedPushes(): number {
    return this.#pushers.length;
  }

  override clear(name?: string): void {
    super.clear(name);
    if (name === undefined) {
      this.#staleMs = 0;
      this.#pushers = [];
      this.#remembered.clear();
    }
  }

  /** Called where a ref is about to move. */
  async disturb(repository: string, branch: string): Promise<void> {
    await this.#pushers.shift()?.(repository, branch);
  }

  /** Called when a ref has moved, with what it held before. */
  moved(repository: string, ref: string, before: string | null): void {
    this.#remembered.set(`${repository}:${ref}`, {
      sha: before,
      at: this.#clock.now(),
    });
  }

  /** What a read of the ref shows: the truth, or what it held before while the replicas lag. */
  asRead(
    repository: string,
    ref: string,
    truth: string | undefined,
  ): string | undefined {
    const last = this.#remembered.get(`${repository}:${ref}`);
    return last && this.#clock.now() < last.at + this.#staleMs
      ? last.sha ?? undefined
      : truth;
  }
}

/** A secondary limit leaves the counters of the primary one alone, and often says nothing at all. */
function limitHeaders(
  primary: boolean,
  resetSeconds: number,
  retryAfterSeconds: number | undefined,
): Readonly<Record<string, string>> {
  if (primary) {
    return {
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(resetSeconds),
    };
  }
  return retryAfterSeconds === undefined
    ? {}
    : { 'retry-after': String(retryAfterSeconds) };
}
