// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { EntityRef } from 'backstage-plugin-promotion-common';
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
  /** Milliseconds, for pauses alone. Default the process's. */
  readonly nowMs?: () => number;
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

  /** Looks up a component anew, unless that was done a moment ago. Returns at once. */
  refresh(componentRef: EntityRef): void {
    if (this.#underWay.has(componentRef)) return;
    if (this.#ageMs(componentRef) < MIN_PAUSE_MS) return;
    void this.#refresh(componentRef);
  }

  /** As `refresh`, where the recorded facts are old. Answers whether a look is under way. */
  freshen(componentRef: EntityRef, observedAt: string | undefined): boolean {
    const isOld =
      observedAt === undefined ||
      this.#nowMs() - Date.parse(observedAt) > OLD_MS ||
      this.#ageMs(componentRef) > OLD_MS;
    if (isOld) this.refresh(componentRef);
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
      for (const componentRef of refs) this.refresh(componentRef);
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

  #refresh(componentRef: EntityRef): Promise<void> {
    const looking = this.#look(componentRef)
      .catch(error =>
        this.#options.logger.warn(
          `${componentRef} could not be looked at: ${stringifyError(error)}`,
        ),
      )
      .finally(() => {
        this.#underWay.delete(componentRef);
        this.#endedMs.set(componentRef, this.#nowMs());
      });
    this.#underWay.set(componentRef, looking);
    return looking;
  }

  async #look(componentRef: EntityRef): Promise<void> {
    const { scope, observer, collector, onRefreshed } = this.#options;
    const { rules } = await scope.get(componentRef);
    await observer.observeComponent(componentRef);
    await Promise.all(
      rules.rules.paths.map(({ from, to }) =>
        collector.collect(componentRef, { from, to }),
      ),
    );
    await onRefreshed(componentRef);
  }

  #ageMs(componentRef: EntityRef): number {
    return this.#nowMs() - (this.#endedMs.get(componentRef) ?? -Infinity);
  }

  #nowMs(): number {
    return (this.#options.nowMs ?? Date.now)();
  }
}
