// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  Promotion,
  PromotionCommandName,
} from 'backstage-plugin-promotion-common';
import {
  decideCommand,
  type DecisionOf,
  type GivenOf,
  type PromotionSubject,
} from 'backstage-plugin-promotion-common/commands';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import {
  transition,
  type Allowed,
} from 'backstage-plugin-promotion-common/lifecycle';
import { personOn, type Viewer } from '../Caller';
import {
  gatherIfThere,
  getPromotion,
  promotionSubject,
  resourceOf,
} from '../facts/commandSubjects';
import { refuse } from '../RefusedError';
import type { TransitionCommit } from '../store/TransitionCommit';
import type { CommandPorts } from './CommandPorts';

/** What the core decided, as it is written. */
interface Written
  extends Pick<TransitionCommit, 'approval' | 'override' | 'withdrawal'> {
  readonly event?: Allowed;
}

/** How often a command is decided again because somebody acted first, before its caller is told. */
export const MAX_ROUNDS = 5;

/**
 * Gives a command to a promotion: the core decides on the row as it is, and what it decided is written. Somebody who acts
 * in between makes it decide again on what is there then. Answers with the promotion as it was decided on.
 *
 * @throws NotFoundError, RefusedError
 */
export async function giveCommand<N extends PromotionCommandName>(
  command: {
    readonly promotionId: string;
    readonly name: N;
    readonly given: (snapshot: Snapshot | undefined) => GivenOf<N>;
  },
  viewer: Viewer,
  ports: CommandPorts,
): Promise<{
  readonly promotion: Promotion;
  readonly decision: DecisionOf<N> & Written;
}> {
  const { promotionId, name } = command;
  const { componentRef } = await getPromotion(promotionId, ports);
  const snapshot = await gatherIfThere(ports.facts, componentRef);
  const given = command.given(snapshot);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const promotion = await getPromotion(promotionId, ports);
    const now = await ports.clock.now();
    const subject: PromotionSubject = await promotionSubject(
      promotion,
      snapshot,
      { stores: ports.stores, now },
    );
    const person = personOn(viewer, resourceOf(promotion, snapshot));
    const answer = decideCommand({ name, given }, subject, person);
    if (!answer.allowed) return refuse(answer.refusal, { promotionId });
    const decision: DecisionOf<N> & Written = answer.decision;
    if (await isWritten(promotion, decision, { viewer, now, ports })) {
      return { promotion, decision };
    }
  }
  return refuse(
    {
      code: 'outdated',
      message: `Promotion ${promotionId} changed while your request was saved. Reload it and try again.`,
    },
    { promotionId },
  );
}

/** False: somebody else acted first. A decision without an event changes nothing of the promotion itself. */
async function isWritten(
  promotion: Promotion,
  { event, approval, override, withdrawal }: Written,
  {
    viewer,
    now,
    ports,
  }: {
    readonly viewer: Viewer;
    readonly now: string;
    readonly ports: CommandPorts;
  },
): Promise<boolean> {
  if (!event) return true;
  const result = transition(promotion, event, {
    at: now,
    actor: viewer.caller.actor,
  });
  if (result.kind === 'ignored') {
    return refuse(
      { code: result.reason, message: result.message },
      { promotionId: promotion.promotionId },
    );
  }
  const written = await ports.stores.promotions.commit({
    promotion: result.promotion,
    record: result.record,
    effects: result.effects,
    now,
    ...(approval && { approval }),
    ...(override && { override }),
    ...(withdrawal && { withdrawal }),
  });
  if (written.kind !== 'committed') return false;
  ports.wake();
  return true;
}

/** The component of the promotion a route names. */
export async function componentOf(
  { params }: { readonly params: { readonly promotionId: string } },
  ports: CommandPorts,
): Promise<string> {
  return (await getPromotion(params.promotionId, ports)).componentRef;
}
