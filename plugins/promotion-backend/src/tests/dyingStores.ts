// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { EventType } from 'backstage-plugin-promotion-common/lifecycle';
import type { ClaimsStore } from '../store/DatabaseClaimsStore';
import type { PromotionsStore } from '../store/DatabasePromotionsStore';
import type { Stores } from '../store/DatabaseStores';
import type { TransitionCommit } from '../store/TransitionCommit';

/**
 * Where a process dies: right before or after an event is persisted (with its work outside done), the `nth` of that kind
 * counted from 1; or at its n-th write of any kind, claims and step runs included.
 */
export type Boundary = { readonly when: 'before' | 'after' } & (
  | { readonly event: EventType; readonly nth?: number }
  | { readonly write: number }
);

/** What a dead process's calls answer. */
export class ProcessDied extends Error {
  constructor() {
    super('The process has died (test).');
  }
}

const writes: readonly string[] = [
  'claimDue',
  'renewLease',
  'commit',
  'recordStepRun',
  'release',
] satisfies readonly (keyof ClaimsStore | keyof PromotionsStore)[];

/** Stores through which a process works until it dies at a boundary; from then on nothing of it gets through. */
export function dyingStores(
  stores: Stores,
  boundary: Boundary,
): {
  readonly stores: Stores;
  readonly isDead: () => boolean;
  /** How many writes the process has begun. */
  readonly writeCount: () => number;
} {
  let dead = false;
  let writeCount = 0;
  let eventCount = 0;
  const isBoundary = (property: string, argument: unknown): boolean => {
    if (!writes.includes(property)) return false;
    writeCount += 1;
    if ('write' in boundary) return writeCount === boundary.write;
    if (property !== 'commit') return false;
    const { record } = argument as TransitionCommit;
    if (record.event.type !== boundary.event) return false;
    eventCount += 1;
    return eventCount === (boundary.nth ?? 1);
  };
  const dying = <T extends object>(store: T): T =>
    new Proxy(store, {
      get(target, property) {
        const method = Reflect.get(target, property, target);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          if (dead) throw new ProcessDied();
          const dies = isBoundary(String(property), args[0]);
          if (dies && boundary.when === 'before') dead = true;
          if (dead) throw new ProcessDied();
          const answer = await method.apply(target, args);
          if (dies) dead = true;
          if (dead) throw new ProcessDied();
          return answer;
        };
      },
    });
  return {
    stores: {
      promotions: dying(stores.promotions),
      decisions: dying(stores.decisions),
      blocks: dying(stores.blocks),
      claims: dying(stores.claims),
      outbox: dying(stores.outbox),
      idempotency: dying(stores.idempotency),
    },
    isDead: () => dead,
    writeCount: () => writeCount,
  };
}
