// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import type { Promotion } from 'backstage-plugin-promotion-common';
import {
  promotionFactsOf,
  type Snapshot,
} from 'backstage-plugin-promotion-common/facts';
import {
  standingOnItsTurn,
  type TransitionEvent,
} from 'backstage-plugin-promotion-common/lifecycle';
import {
  millisOf,
  type Readiness,
} from 'backstage-plugin-promotion-common/model';
import { judge, liftedBy } from 'backstage-plugin-promotion-common/plan';
import { pathHash, pathSection } from 'backstage-plugin-promotion-common/rules';
import type { Action, ActionContext } from '../Action';
import { replan } from '../replan';

/** How soon one that waits is judged again when nothing says when: new facts wake it anyway. */
const IDLE_MS = 5 * 60_000;
/** No sooner than this, however near the moment at which time alone changes a verdict. */
const SHORTEST_MS = 1_000;
/** How soon one that waits asks again, by who ends the wait. Whoever lets slots go wakes nobody. */
const delayUntilLifted = {
  turn: 5_000,
  people: 30_000,
  source: 30_000,
  time: IDLE_MS,
} as const satisfies Record<ReturnType<typeof liftedBy>, number>;

/** The snapshot of this step, or what the core is told because there is none. */
export async function gatherOrEnd(
  promotion: Promotion,
  { facts }: ActionContext,
): Promise<
  | { readonly snapshot: Snapshot }
  | { readonly snapshot?: undefined; readonly event: TransitionEvent }
> {
  try {
    return { snapshot: await facts.gather(promotion.componentRef) };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const { message } = error;
    return { event: { type: 'plan-failed', code: 'configuration', message } };
  }
}

/**
 * What speaks against writing anything now, judged by everything as it stands: right before a commit is made and right
 * before it is published. Absent: nothing does, or it is a rollback by hand, which waits for nothing of that kind.
 */
export function judgeAgain(
  promotion: Promotion,
  snapshot: Snapshot,
): TransitionEvent | 'plan-anew' | undefined {
  if (promotion.kind === 'rollback') return undefined;
  if (planMoved(promotion, snapshot)) return 'plan-anew';
  const readiness = judge(promotionFactsOf(snapshot, promotion));
  return standingOnItsTurn(promotion, readiness) === 'executing'
    ? undefined
    : { type: 'evaluated', readiness, slotsFree: true };
}

/** Judges whether the promotion may execute, by recorded facts and by rules, roles, holds and slots as they are now. */
export const evaluate: Action = async (promotion, context) => {
  const gathered = await gatherOrEnd(promotion, context);
  if (!gathered.snapshot) return { events: [gathered.event] };
  const { snapshot } = gathered;
  if (planMoved(promotion, snapshot)) {
    const moved = await replan(promotion, snapshot, context);
    if (moved) return { events: [moved] };
  }
  const readiness = judge(promotionFactsOf(snapshot, promotion));
  const slotsFree = !readiness.waits.some(({ kind }) => kind === 'slot');
  const maxConcurrent = snapshot.rules.rules.maxConcurrent[promotion.to];
  return {
    events: [{ type: 'evaluated', readiness, slotsFree }],
    retryAfterMs: delayUntilNext(readiness, snapshot.now),
    ...(maxConcurrent !== undefined &&
      promotion.kind === 'promotion' && { maxConcurrent }),
  };
};

/**
 * Whether the promotion was planned by something else than is recorded now: another section of the rules, or other
 * digests behind the tags of its release, which somebody pushed again.
 */
function planMoved(
  { kind, from, to, release, pathHash: planned }: Promotion,
  { rules, states }: Snapshot,
): boolean {
  const section = pathSection(rules.rules, from, to);
  if (section === undefined || pathHash(section) !== planned) return true;
  const live = states.find(({ environment }) => environment === from)?.live;
  return (
    kind === 'promotion' &&
    live?.releaseId === release.releaseId &&
    live.observedDigests !== undefined &&
    release.observedDigests !== undefined &&
    live.observedDigests.join() !== release.observedDigests.join()
  );
}

function delayUntilNext(readiness: Readiness, now: string): number {
  const untilVerdict = readiness.reevaluateAt
    ? millisOf(readiness.reevaluateAt) - millisOf(now)
    : IDLE_MS;
  const untilLifted = readiness.waits.map(
    ({ kind }) => delayUntilLifted[liftedBy(kind)],
  );
  return Math.max(SHORTEST_MS, Math.min(IDLE_MS, untilVerdict, ...untilLifted));
}
