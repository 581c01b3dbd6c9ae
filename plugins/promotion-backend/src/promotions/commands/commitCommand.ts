// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import {
  transition,
  type Actor,
  type Promotion,
  type PromotionEvent,
  type Timestamp,
  type TransitionResult,
} from 'backstage-plugin-promotion-common';
import { RefusedError, StaleViewError } from '../PromotionService';
import type { TransitionCommit } from '../../store/TransitionCommit';
import type { CommandPorts } from './CommandPorts';

/** What a command makes of the promotion as it stands: the event, and what is kept beside it. */
export interface CommandDecision
  extends Pick<TransitionCommit, 'approval' | 'override' | 'withdrawal'> {
  readonly event: PromotionEvent;
}

/** A command on one promotion: how to decide, and who gives it. */
export interface Command {
  readonly promotionId: string;
  readonly actor: Actor;
  /** Called again on the newer row when somebody acted first. Absent: it is so already. @throws what the command's caller is told */
  readonly decide: (
    promotion: Promotion,
    now: Timestamp,
  ) => Promise<CommandDecision | undefined>;
}

/** How often a command is decided anew because somebody acted first, before its caller is told. */
const MAX_ROUNDS = 5;

/**
 * Gives a command to a promotion: decides on the row as it stands, asks the core, writes it, and wakes the worker. Somebody
 * who acts in between makes it decide anew on what stands then.
 *
 * @throws NotFoundError, RefusedError, StaleViewError
 */
export async function commitCommand(
  command: Command,
  ports: CommandPorts,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const promotion = await getPromotion(command.promotionId, ports);
    const now = await ports.clock.now();
    const decision = await command.decide(promotion, now);
    if (decision === undefined) return;
    const { event, ...beside } = decision;
    const result = transition(promotion, event, {
      at: now,
      actor: command.actor,
    });
    if (result.kind === 'ignored') throw refusalOf(promotion, result);
    const written = await ports.stores.promotions.commit({
      promotion: result.promotion,
      record: result.record,
      effects: result.effects,
      now,
      ...beside,
    });
    if (written.kind === 'committed') {
      ports.wake();
      return;
    }
  }
  throw new StaleViewError(
    `Others keep acting on promotion ${command.promotionId}; look at it again, then repeat.`,
    { promotionId: command.promotionId },
  );
}

/** @throws NotFoundError */
export async function getPromotion(
  promotionId: string,
  { stores }: Pick<CommandPorts, 'stores'>,
): Promise<Promotion> {
  const promotion = await stores.promotions.get(promotionId);
  if (!promotion) {
    throw new NotFoundError(`There is no promotion ${promotionId}.`);
  }
  return promotion;
}

/** Refuses a decision about something else than what would be deployed now. @throws StaleViewError */
export function assertSeen(promotion: Promotion, contentHash: string): void {
  if (promotion.contentHash === contentHash) return;
  throw new StaleViewError(
    `What promotion ${promotion.promotionId} would deploy has changed since you looked. Look at it again, then decide.`,
    { promotionId: promotion.promotionId },
  );
}

function refusalOf(
  promotion: Promotion,
  { reason, message }: Extract<TransitionResult, { readonly kind: 'ignored' }>,
): Error {
  if (reason === 'other-content') {
    return new StaleViewError(message, { promotionId: promotion.promotionId });
  }
  return new RefusedError(message, reason, {
    code: reason,
    tone: 'blocks',
    message,
    ...(promotion.state !== 'awaiting-decision' && {
      remedy: `The promotion is ${promotion.state}; look at what may be done now.`,
    }),
  });
}
