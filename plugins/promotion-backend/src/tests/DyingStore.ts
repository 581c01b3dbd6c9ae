// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EventType } from 'backstage-plugin-promotion-common';
import type {
  CommitResult,
  PromotionStore,
  TransitionCommit,
} from '../promotions/PromotionStore';

/**
 * Where a process dies: right after an event was persisted, or with its work done outside and the event not yet written.
 * `reverting` means the way back. `nth` counts such commits from 1.
 */
export interface Boundary {
  readonly event: EventType;
  readonly when: 'before' | 'after';
  readonly nth?: number;
}

/** What a dead process's calls answer. */
export class ProcessDied extends Error {
  constructor() {
    super('The process has died (test).');
  }
}

/** A store through which a process works until it dies at a boundary; from then on nothing of it gets through. */
export function dyingStore(
  store: PromotionStore,
  boundary: Boundary,
): { readonly store: PromotionStore; readonly isDead: () => boolean } {
  let dead = false;
  let seen = 0;
  const commit = async (change: TransitionCommit): Promise<CommitResult> => {
    const isBoundary = change.record.event.type === boundary.event;
    if (isBoundary) seen += 1;
    const dies = isBoundary && seen === (boundary.nth ?? 1);
    if (dies && boundary.when === 'before') {
      dead = true;
      throw new ProcessDied();
    }
    const result = await store.commit(change);
    if (dies) {
      dead = true;
      throw new ProcessDied();
    }
    return result;
  };
  const through = new Proxy(store, {
    get(target, property) {
      const method = Reflect.get(target, property, target);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        if (dead) throw new ProcessDied();
        return property === 'commit'
          ? commit(args[0] as TransitionCommit)
          : method.apply(target, args);
      };
    },
  });
  return { store: through, isDead: () => dead };
}
