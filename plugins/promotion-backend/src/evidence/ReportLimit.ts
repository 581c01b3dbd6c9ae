// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** A build of a hundred images with ten reports each is let through at once. */
const BURST = 1_000;
const PER_MINUTE = 300;

/** More was sent than is taken. Answered with status 429. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsError';
  readonly retryAfterMs = 60_000;
}

/**
 * How many reports one caller may send: 1,000 at once and then 300 a minute, in each replica. Who sends without end
 * would keep the others' reports waiting.
 */
export class ReportLimit {
  readonly #left = new Map<string, { tokens: number; atMs: number }>();

  /** @throws TooManyRequestsError */
  count(caller: string, nowMs: number): void {
    const known = this.#left.get(caller) ?? { tokens: BURST, atMs: nowMs };
    const grown = ((nowMs - known.atMs) / 60_000) * PER_MINUTE;
    const tokens = Math.min(BURST, known.tokens + Math.max(0, grown));
    if (tokens < 1) {
      throw new TooManyRequestsError(
        `${caller} has sent more than ${PER_MINUTE} reports a minute. Send the next in a minute, and each report once.`,
      );
    }
    this.#left.set(caller, { tokens: tokens - 1, atMs: nowMs });
    if (this.#left.size > 10_000) this.#forget(nowMs);
  }

  /** Who has been silent long enough to have all again is like one who never sent anything. */
  #forget(nowMs: number): void {
    for (const [caller, { atMs }] of this.#left) {
      if (nowMs - atMs > (BURST / PER_MINUTE) * 60_000)
        this.#left.delete(caller);
    }
  }
}
