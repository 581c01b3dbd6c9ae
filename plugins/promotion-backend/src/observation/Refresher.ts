// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { EntityRef, Timestamp } from 'backstage-plugin-promotion-common';
import type { Clock } from 'backstage-plugin-promotion-node';
import { Loop } from '../Loop';
import type { EvidenceCollector } from '../evidence/EvidenceCollector';
import type { Stores } from '../store/DatabaseStores';
import type { ComponentScope } from '../rules/ComponentScope';
import type { Observer } from './Observer';

/** Facts older than this are looked up anew when somebody looks at them. */
const OLD_MS = 60_000;
/** Sources are asked about one component at most this often. */
const MIN_PAUSE_MS = 30_000;

/** What refreshing needs. */
export interface RefresherOptions {
  readonly scope: ComponentScope;
  readonly observer: Pick<Observer, 'observeComponent'>;
  readonly collector: Pick<EvidenceCollector, 'collect'>;
  readonly stores: { readonly promotions: Pick<Stores['promotions'], 'list'> };
  readonly logger: LoggerService;
  /** What was recorded may have changed. */
  readonly onRefreshed: (componentRef: EntityRef) => Promise<void>;
  readonly clock: Clock;
}

/**
 * Looks up facts anew, one component at a time and never twice at once: asked for by a reader, and for components with
 * open promotions again and again.
 */
export class Refresher {
  readonly #options: RefresherOptions;
  readonly #underWay = new Map<EntityRef, Promise<void>>();
  readonly #endedMs = new Map<EntityRef, number>();
  readonly #loop: Loop;

  constructor(options: RefresherOptions) {
    this.#options = options;
    this.#loop = new Loop({
      name: 'refresher',
      logger: options.logger,
      run: () => this.refreshOpen(),
    });
  }

  /** Looks again and again at components with open promotions. */
  start({ intervalMs }: { readonly intervalMs: number }): void {
    this.#loop.start(intervalMs);
  }

  /** Begins nothing new and waits for what is under way. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await Promise.all(this.#underWay.values());
  }

  /** Looks up a component again, unless that was done a moment ago. Does not wait for the look. */
  async refresh(componentRef: EntityRef): Promise<void> {
    this.#begin(componentRef, await this.#nowMs());
  }

  /** As `refresh`, where the recorded facts are old. Answers at once whether a look is under way. */
  freshen(
    componentRef: EntityRef,
    seen: { readonly observedAt: string | undefined; readonly now: Timestamp },
  ): boolean {
    const nowMs = Date.parse(seen.now);
    const isOld =
      seen.observedAt === undefined ||
      nowMs - Date.parse(seen.observedAt) > OLD_MS ||
      this.#ageMs(componentRef, nowMs) > OLD_MS;
    if (isOld) this.#begin(componentRef, nowMs);
    return this.#underWay.has(componentRef);
  }

  /** Looks at each component with an open promotion. Never rejects. */
  async refreshOpen(): Promise<void> {
    try {
      const { items } = await this.#options.stores.promotions.list(
        { open: true },
        { limit: 100 },
      );
      const refs = new Set(items.map(({ componentRef }) => componentRef));
      const nowMs = await this.#nowMs();
      for (const componentRef of refs) this.#begin(componentRef, nowMs);
    } catch (error) {
      this.#options.logger.warn(
        `Open promotions could not be looked at: ${stringifyError(error)}`,
      );
    }
  }

  /** Waits until no look is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) {
      await Promise.all(this.#underWay.values());
    }
  }

  #begin(componentRef: EntityRef, nowMs: number): void {
    if (this.#underWay.has(componentRef)) return;
    if (this.#ageMs(componentRef, nowMs) < MIN_PAUSE_MS) return;
    const looking = this.#look(componentRef)
      .catch(error =>
        this.#options.logger.warn(
          `${componentRef} could not be looked at: ${stringifyError(error)}`,
        ),
      )
      .finally(() => this.#underWay.delete(componentRef));
    this.#underWay.set(componentRef, looking);
  }

  async #look(componentRef: EntityRef): Promise<void> {
    const { scope, observer, collector, onRefreshed } = this.#options;
    try {
      const { rules } = await scope.get(componentRef);
      await observer.observeComponent(componentRef);
      await Promise.all(
        rules.rules.paths.map(({ from, to }) =>
          collector.collect(componentRef, { from, to }),
        ),
      );
      await onRefreshed(componentRef);
    } finally {
      this.#endedMs.set(componentRef, await this.#nowMs());
    }
  }

  #ageMs(componentRef: EntityRef, nowMs: number): number {
    return nowMs - (this.#endedMs.get(componentRef) ?? -Infinity);
  }

  async #nowMs(): Promise<number> {
    return Date.parse(await this.#options.clock.now());
  }
}
