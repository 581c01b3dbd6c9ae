// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EntityRef } from 'backstage-plugin-promotion-common';
import { plusMs } from 'backstage-plugin-promotion-common/model';
import type { Clock, Notifier } from 'backstage-plugin-promotion-node';
import type {
  NotifyPayload,
  SignalPayload,
} from '../store/DatabaseOutboxStore';
import type { OutboxMessage } from '../store/DatabaseOutboxStore';
import type { Stores } from '../store/DatabaseStores';
import { delayAfterError } from './delays';
import { Loop } from '../Loop';

/** What a relay is made of. */
export interface OutboxRelayOptions {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly notifiers: readonly Notifier[];
  /** Tells browsers that something changed, by ids only. Best effort: who misses it asks again by itself. */
  readonly signals: {
    publish(change: SignalPayload): Promise<void>;
  };
  /** Members of roles of a component's rules, for notifications addressed to roles. */
  readonly membersOf: (
    componentRef: EntityRef,
    roles: readonly string[],
  ) => Promise<readonly EntityRef[]>;
  /** The page that shows a promotion. */
  readonly linkTo: (about: SignalPayload) => string;
  readonly logger: LoggerService;
}

const LEASE_MS = 60_000;
const TIMEOUT_MS = 20_000;
const BATCH_SIZE = 20;
const MAX_ATTEMPTS = 8;

/**
 * Sends what transitions left in the outbox: at least once, in no order, a bounded number of times. It decides nothing;
 * a notifier that is away keeps no promotion waiting.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #owner = randomUUID();
  readonly #loop: Loop;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#loop = new Loop({
      name: 'outbox relay',
      logger: options.logger,
      run: async () => (await this.tick()) > 0,
    });
  }

  start(options: { readonly intervalMs: number }): void {
    this.#loop.start(options.intervalMs);
  }

  /** Looks now instead of at the next interval. */
  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  /** One round. Answers how many messages were taken up. */
  async tick(): Promise<number> {
    const { stores, clock } = this.#options;
    const now = await clock.now();
    const messages = await stores.outbox.claim({
      owner: this.#owner,
      now,
      leaseUntil: plusMs(now, LEASE_MS),
      limit: BATCH_SIZE,
    });
    await Promise.all(messages.map(message => this.#deliver(message)));
    return messages.length;
  }

  async #deliver(message: OutboxMessage): Promise<void> {
    const { stores, clock, logger, notifiers } = this.#options;
    try {
      if (message.kind === 'notify' && message.notifier === undefined) {
        const names = notifiers.map(({ name }) => name);
        const now = await clock.now();
        await stores.outbox.address(message, { notifiers: names, now });
        return;
      }
      await this.#send(message);
      await stores.outbox.settle(message.messageId, { sent: true });
    } catch (error) {
      const isLast = message.attempts >= MAX_ATTEMPTS;
      logger.warn(
        `A ${message.kind} message of promotion ${
          message.promotionId
        } was not delivered${isLast ? ' and is given up' : ''}: ${error}`,
      );
      await stores.outbox.settle(message.messageId, {
        sent: false,
        ...(!isLast && {
          retryAt: plusMs(await clock.now(), delayAfterError(message.attempts)),
        }),
      });
    }
  }

  async #send(message: OutboxMessage): Promise<void> {
    if (message.kind === 'signal') {
      const change: SignalPayload = JSON.parse(message.payload);
      await this.#options.signals.publish(change);
      return;
    }
    await this.#notify(message.notifier, JSON.parse(message.payload));
  }

  /** Whether it reminds of a review that has been done. */
  async #isReviewed({ promotionId, later }: NotifyPayload): Promise<boolean> {
    if (!later) return false;
    const { decisions } = this.#options.stores;
    return (await decisions.overrides([promotionId])).some(
      ({ overrideId, review }) =>
        overrideId === later.unlessReviewed && review?.reviewedAt !== undefined,
    );
  }

  async #notify(
    name: string | undefined,
    payload: NotifyPayload,
  ): Promise<void> {
    const { notifiers, membersOf, linkTo } = this.#options;
    const notifier = notifiers.find(each => each.name === name);
    if (!notifier) {
      throw new Error(
        `No notifier named ${name} is installed in this replica. Install it, or wait until the message is given up.`,
      );
    }
    const { componentRef, promotionId, topic, title, description } = payload;
    if (await this.#isReviewed(payload)) return;
    const members = payload.recipientRoles.length
      ? await membersOf(componentRef, payload.recipientRoles)
      : [];
    const recipientRefs = [...new Set([...payload.recipientRefs, ...members])];
    if (recipientRefs.length === 0) return;
    await notifier.notify(
      {
        topic,
        promotionId,
        componentRef,
        recipientRefs,
        title,
        description,
        link: linkTo({ componentRef, promotionId }),
      },
      { signal: AbortSignal.timeout(TIMEOUT_MS) },
    );
  }
}
