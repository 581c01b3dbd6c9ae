// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from 'backstage-plugin-promotion-common';

/** Time as the fakes see it. Any of the usual ways to say "now" will do. */
export interface ReadableClock {
  now(): Date | number | string;
}

/** The clock's present moment as a timestamp. */
export function timestampOf(clock: ReadableClock): Timestamp {
  return new Date(clock.now()).toISOString();
}

/** The clock's present moment in milliseconds since the epoch. */
export function epochMsOf(clock: ReadableClock): number {
  return new Date(clock.now()).getTime();
}

/** A clock that stands still until it is advanced. */
export class FakeClock {
  #now: number;

  /** @param start the first moment, default 2026-09-01T12:00:00Z */
  constructor(start: Timestamp = '2026-09-01T12:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
