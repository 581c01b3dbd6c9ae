// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import { SandboxClock } from '../SandboxClock';
import { EvidenceBody } from './evidence';

/** Where evidence goes. */
export interface EvidenceTarget {
  /** Root of the backend without slash. */
  readonly backendUrl: string;
  /** Static bearer token of the backend's external access. */
  readonly token: string;
}

/** How the sending goes. */
export interface PusherStatus {
  readonly waiting: number;
  readonly accepted: number;
  /** Bodies the backend refused for good, with its words; the newest ten. */
  readonly refused: readonly string[];
  /** Why the last attempt did not get through; absent: it did. */
  readonly lastProblem?: string;
}

interface Waiting {
  readonly body: EvidenceBody;
  attempts: number;
}

/** While the backend starts, and while its catalog is still being read, these are answers too. */
const NOT_YET = [401, 403, 404, 408, 425, 429, 500, 502, 503, 504];
const ATTEMPTS = 60;
const RETRY_MS = 3_000;
const TIMEOUT_MS = 10_000;

/**
 * Posts evidence in order, waits until the backend is there, and says each thing once: the key of a
 * request is made of its body, so a repeated start changes nothing.
 */
export class EvidencePusher {
  readonly #target: EvidenceTarget;
  readonly #stopTicking: () => void;
  #queue: Waiting[] = [];
  #accepted = 0;
  #refused: string[] = [];
  #lastProblem?: string;
  #stopped = false;

  constructor(target: EvidenceTarget, clock: SandboxClock) {
    this.#target = target;
    this.#stopTicking = clock.every(RETRY_MS, () => this.flush());
  }

  /** Queues bodies; they go out at the next turn. */
  push(bodies: readonly EvidenceBody[]): void {
    for (const body of bodies) {
      // While the backend is away a newer list of alerts takes the place of an older one.
      const [inFlight, ...rest] = this.#queue;
      const kept = rest.filter(one => !replaces(body, one.body));
      this.#queue = [
        ...(inFlight ? [inFlight] : []),
        ...kept,
        { body, attempts: 0 },
      ];
    }
  }

  /** Drops what has not been sent. */
  clear(): void {
    this.#queue = [];
    this.#refused = [];
  }

  status(): PusherStatus {
    return {
      waiting: this.#queue.length,
      accepted: this.#accepted,
      refused: this.#refused,
      ...(this.#lastProblem ? { lastProblem: this.#lastProblem } : {}),
    };
  }

  stop(): void {
    this.#stopped = true;
    this.#stopTicking();
  }

  /** Sends until the queue is empty or the backend does not answer. */
  async flush(): Promise<void> {
    for (
      let next = this.#queue[0];
      next && !this.#stopped;
      next = this.#queue[0]
    ) {
      const outcome = await this.#post(next.body);
      // A reset may have emptied the queue meanwhile.
      if (this.#queue[0] !== next) {
        continue;
      }
      next.attempts += 1;
      if (outcome === 'accepted') {
        this.#accepted += 1;
        this.#lastProblem = undefined;
      } else if (
        outcome.retry &&
        (outcome.backendAway || next.attempts < ATTEMPTS)
      ) {
        this.#lastProblem = outcome.problem;
        return;
      } else {
        this.#refused = [...this.#refused, outcome.problem].slice(-10);
        process.stderr.write(
          `The backend refused evidence: ${outcome.problem}\n`,
        );
      }
      this.#queue.shift();
    }
  }

  async #post(body: EvidenceBody): Promise<
    | 'accepted'
    | {
        readonly retry: boolean;
        readonly backendAway: boolean;
        readonly problem: string;
      }
  > {
    const text = JSON.stringify(body);
    const what = `${body.facts.kind} of ${String(body.subject.componentRef)}`;
    try {
      const answer = await fetch(
        `${this.#target.backendUrl}/api/promotion/v1/evidence`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${this.#target.token}`,
            'idempotency-key': `sandbox-${createHash('sha256')
              .update(text)
              .digest('hex')
              .slice(0, 40)}`,
          },
          body: text,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
      );
      if (answer.ok) {
        await answer.arrayBuffer();
        return 'accepted';
      }
      const problem = `${what}: ${answer.status} ${(await answer.text()).slice(
        0,
        300,
      )}`;
      return {
        retry: NOT_YET.includes(answer.status),
        backendAway: answer.status >= 502,
        problem,
      };
    } catch (error) {
      const problem = `${what}: ${
        error instanceof Error ? error.message : String(error)
      }`;
      return { retry: true, backendAway: true, problem };
    }
  }
}

function replaces(newer: EvidenceBody, older: EvidenceBody): boolean {
  return (
    newer.facts.kind === 'alerts' &&
    older.facts.kind === 'alerts' &&
    newer.subject.componentRef === older.subject.componentRef &&
    newer.subject.environment === older.subject.environment
  );
}
