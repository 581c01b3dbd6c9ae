// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Promotion, Timestamp } from 'backstage-plugin-promotion-common';
import type { OutageSource } from 'backstage-plugin-promotion-common/lifecycle';
import {
  SourceUnreachableError,
  TerminalError,
} from 'backstage-plugin-promotion-node';
import type { ActionOutcome } from './Action';
import type { ActionKind } from './actions';
import { delayAfterError, delayDuringOutage } from './delays';

/** Whom an action asks, so that an outage can be named. */
const sourceOf = {
  evaluate: 'catalog',
  prepare: 'repository',
  publish: 'repository',
  look: 'repository',
  'look-merge': 'repository',
  observe: 'application',
  validate: 'application',
  'prepare-revert': 'repository',
  'publish-revert': 'repository',
  'observe-revert': 'application',
  'look-revert': 'repository',
} as const satisfies Record<ActionKind, OutageSource>;

/** What is known of an error. */
export interface ActionError {
  readonly error: unknown;
  readonly action: ActionKind;
  /** Whether the call's own time ran out. */
  readonly timedOut: boolean;
  readonly now: Timestamp;
}

/**
 * What an error means. No answer is an outage and never a failure; an answer that repeating cannot change ends the
 * attempt for good; anything else is a machine's error, tried again a bounded number of times.
 */
export function outcomeOfError(
  promotion: Promotion,
  { error, action, timedOut, now }: ActionError,
): ActionOutcome {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SourceUnreachableError || timedOut) {
    const retryAfterMs =
      error instanceof SourceUnreachableError ? error.retryAfterMs : undefined;
    return {
      events: [
        { type: 'source-unreachable', source: sourceOf[action], message },
      ],
      retryAfterMs: retryAfterMs ?? delayDuringOutage(promotion, now),
    };
  }
  return {
    events: [
      {
        type: 'attempt-failed',
        message,
        final: error instanceof TerminalError,
      },
    ],
    retryAfterMs: delayAfterError(attemptOf(promotion)),
  };
}

function attemptOf({ progress }: Promotion): number {
  return (progress.revert ?? progress.deployment)?.attempt ?? 1;
}
