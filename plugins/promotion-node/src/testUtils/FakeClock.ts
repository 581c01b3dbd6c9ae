// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from 'backstage-plugin-promotion-common';
import type { Clock } from '../Clock';

/** A clock whose moment can be told at once, as the fakes need it. */
export interface ReadableClock extends Clock {
  readonly timestamp: Timestamp;
}

/** The clock's present moment in milliseconds since the epoch. */
export function epochMsOf(clock: ReadableClock): number {
  return Date.parse(clock.timestamp);
}

/** A clock that stands still until it is advanced. */
export class FakeClock implements ReadableClock {
  #nowMs: number;

  /** @param start the first moment, default 2026-09-01T12:00:00Z */
  constructor(start: Timestamp = '2026-09-01T12:00:00.000Z') {
    this.#nowMs = Date.parse(start);
  }

  get timestamp(): Timestamp {
    return new Date(this.#nowMs).toISOString();
  }

  async now(): Promise<Timestamp> {
    return this.timestamp;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
