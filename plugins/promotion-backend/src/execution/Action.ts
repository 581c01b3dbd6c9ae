// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import type { TransitionEvent } from 'backstage-plugin-promotion-common/lifecycle';
import type { Deployer, Validator } from 'backstage-plugin-promotion-node';
import type { Facts } from '../facts/FactsGatherer';
import type { Stores } from '../store/DatabaseStores';

/** What an action works with. `signal` aborts before the lease ends. */
export interface ActionContext {
  readonly now: Timestamp;
  readonly signal: AbortSignal;
  readonly stores: Stores;
  readonly facts: Facts;
  readonly deployer: Deployer;
  readonly validators: readonly Validator[];
}

/** What became of an action: events for the core, in order, and when to look again. */
export interface ActionOutcome {
  readonly events: readonly TransitionEvent[];
  /** Absent: go on at once. */
  readonly retryAfterMs?: number;
  /** How many promotions may execute into the environment at once, when an event lets this one do so. */
  readonly maxConcurrent?: number;
}

/**
 * One thing the worker does for a promotion. It looks and asks; it writes nothing to the store and decides nothing.
 *
 * @throws SourceUnreachableError, TerminalError, as the ports do
 */
export type Action = (
  promotion: Promotion,
  context: ActionContext,
) => Promise<ActionOutcome>;
