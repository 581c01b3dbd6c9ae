// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Promotion } from 'backstage-plugin-promotion-common';
import { plusMs } from 'backstage-plugin-promotion-common/model';
import type {
  Clock,
  Deployer,
  Validator,
} from 'backstage-plugin-promotion-node';
import type { Facts } from '../facts/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';
import { advancePromotion, type Advance } from './advancePromotion';
import { BranchTurns } from './BranchTurns';
import { Loop } from '../Loop';

/** What a worker is made of. */
export interface PromotionWorkerOptions {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly deployer: Deployer;
  readonly validators: readonly Validator[];
  readonly logger: LoggerService;
  /** How long a claim lasts; default 60 s. Calls to the outside get half of it. */
  readonly leaseMs?: number;
  /** How many promotions are worked on at once; default 5. */
  readonly concurrency?: number;
}

const LEASE_MS = 60_000;
const CONCURRENCY = 5;

/**
 * Moves promotions on. Each round claims those that are due, asks the core what comes next, does it through the ports,
 * and commits what came of it, fenced by version and claim. Any number of workers may run on one database; one that
 * dies leaves claims that end by themselves, and its successor goes on from the row.
 */
export class PromotionWorker {
  readonly #options: PromotionWorkerOptions;
  readonly #workerId = randomUUID();
  readonly #loop: Loop;
  readonly #turns = new BranchTurns();
  readonly #inFlight = new Set<Promise<void>>();
  #claims = 0;
  #stopping = new AbortController();

  constructor(options: PromotionWorkerOptions) {
    this.#options = options;
    this.#loop = new Loop({
      name: 'promotion worker',
      logger: options.logger,
      run: () => this.#round(),
    });
  }

  /** Ticks until stopped: at once again while there is work, else after `intervalMs`. */
  start(options: { readonly intervalMs: number }): void {
    this.#stopping = new AbortController();
    this.#loop.start(options.intervalMs);
  }

  /** Looks now instead of at the next interval. */
  wake(): void {
    this.#loop.wake();
  }

  /** Claims nothing more, aborts calls that are under way, and waits until their claims are let go. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The worker stops.'));
    await this.#loop.stop();
    await Promise.all(this.#inFlight);
  }

  /** One round, awaited to its end. Answers how many promotions were taken up. */
  async tick(): Promise<number> {
    const started = await this.#takeUp(this.#concurrency());
    await Promise.all(started);
    return started.length;
  }

  /** Takes up as many as there is room for, and waits for none of them: one slow call keeps nobody else waiting. */
  async #round(): Promise<boolean> {
    const room = this.#concurrency() - this.#inFlight.size;
    if (room <= 0) {
      await Promise.race(this.#inFlight);
      return true;
    }
    const started = await this.#takeUp(room);
    return started.length > 0;
  }

  #concurrency(): number {
    return this.#options.concurrency ?? CONCURRENCY;
  }

  async #takeUp(limit: number): Promise<readonly Promise<void>[]> {
    const { stores, clock } = this.#options;
    const leaseMs = this.#options.leaseMs ?? LEASE_MS;
    // A new name for each claim, so that a stalled round of this very worker is fenced as well.
    this.#claims += 1;
    const owner = `${this.#workerId}/${this.#claims}`;
    const now = await clock.now();
    const leaseUntil = plusMs(now, leaseMs);
    const claim = { owner, now, leaseUntil, limit };
    const claimed = await stores.claims.claimDue(claim);
    return claimed.map(promotion => {
      const work = this.#advance(promotion, {
        owner,
        leaseMs,
        lease: { until: leaseUntil },
      });
      this.#inFlight.add(work);
      return work.finally(() => this.#inFlight.delete(work));
    });
  }

  async #advance(
    promotion: Promotion,
    claim: Pick<Advance, 'owner' | 'leaseMs' | 'lease'>,
  ): Promise<void> {
    try {
      await advancePromotion(promotion, {
        ...this.#options,
        ...claim,
        turns: this.#turns,
        stopSignal: this.#stopping.signal,
      });
    } catch (error) {
      // One that cannot be written must not end the others; its claim ends by itself and it comes again.
      this.#options.logger.error(
        `Promotion ${promotion.promotionId} could not be moved on; it is taken up again when its claim ends: ${error}`,
      );
    }
  }
}
