// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { NotFoundError } from '@backstage/errors';
import {
  assessReadiness,
  isWaiting,
  millisOf,
  pathHash,
  pathSection,
  slotKeys,
  standingOnItsTurn,
  type Promotion,
  type PromotionEvent,
  type Readiness,
} from 'backstage-plugin-promotion-common';
import { readinessFactsOf } from '../../promotions/planning/readinessFacts';
import type { Action, ActionContext, ActionOutcome } from '../Action';
import type { ComponentDossier } from '../FactsGatherer';
import { replan } from '../replan';

/** How soon one that waits is judged again when nothing says when: new facts wake it anyway. */
const IDLE_MS = 5 * 60_000;
/** How soon one whose turn it is not asks again: whoever lets slots go wakes nobody. */
const TURN_MS = 5_000;
/** How soon one that is held asks again. */
const HOLD_MS = 30_000;
/** No sooner than this, however near the moment at which time alone changes a verdict. */
const SHORTEST_MS = 1_000;

/**
 * What speaks against writing anything now, judged by everything as it stands: right before a commit is made and right
 * before it is published. Absent: nothing does, or it is a rollback by hand, which waits for nothing of that kind.
 *
 * @throws SourceUnreachableError
 */
export async function judgeAgain(
  promotion: Promotion,
  context: ActionContext,
): Promise<PromotionEvent | 'plan-anew' | undefined> {
  if (promotion.kind === 'rollback') return undefined;
  const dossier = await gatherOrEnd(promotion, context);
  if ('events' in dossier) return dossier.events[0];
  if (rulesMoved(promotion, dossier)) return 'plan-anew';
  const readiness = await judge(promotion, dossier, context);
  return standingOnItsTurn(promotion, readiness) === 'executing'
    ? undefined
    : { type: 'evaluated', readiness, slotsFree: true };
}

/** Judges whether the promotion may execute, by recorded facts and by rules, roles, holds and slots as they are now. */
export const evaluate: Action = async (promotion, context) => {
  const dossier = await gatherOrEnd(promotion, context);
  if ('events' in dossier) return dossier;
  if (rulesMoved(promotion, dossier)) {
    const moved = await replan(promotion, context);
    if (moved) return { events: [moved] };
  }
  const { now } = context;
  const readiness = await judge(promotion, dossier, context);
  const slotsFree = await isItsTurn(promotion, context);
  const maxConcurrent = dossier.rules.rules.maxConcurrent[promotion.to];
  return {
    events: [{ type: 'evaluated', readiness, slotsFree }],
    retryAfterMs: delayUntilNext(readiness, { now, slotsFree }),
    ...(maxConcurrent !== undefined &&
      promotion.kind === 'promotion' && { maxConcurrent }),
  };
};

async function judge(
  promotion: Promotion,
  dossier: ComponentDossier,
  { stores, now }: ActionContext,
): Promise<Readiness> {
  const facts = await readinessFactsOf(promotion, dossier, { stores, now });
  return assessReadiness(facts, now);
}

async function gatherOrEnd(
  promotion: Promotion,
  { facts }: ActionContext,
): Promise<ComponentDossier | ActionOutcome> {
  try {
    return await facts.gather(promotion.componentRef);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const { message } = error;
    return {
      events: [{ type: 'plan-failed', code: 'configuration', message }],
    };
  }
}

/** Whether the path's section of the rules is another one than the promotion was planned by. */
function rulesMoved(
  { from, to, pathHash: planned }: Promotion,
  dossier: ComponentDossier,
): boolean {
  const section = pathSection(dossier.rules.rules, from, to);
  return section === undefined || pathHash(section) !== planned;
}

/** Whether what it needs for itself is free, and nobody who goes first waits for it: a rollback does. */
async function isItsTurn(
  promotion: Promotion,
  { stores }: ActionContext,
): Promise<boolean> {
  const { promotionId, componentRef, to, kind } = promotion;
  const taken = await stores.claims.slotsHeldByOthers(
    slotKeys(promotion),
    promotionId,
  );
  if (taken.length > 0) return false;
  if (kind === 'rollback') return true;
  const { items } = await stores.promotions.list(
    { componentRef, environment: to, open: true },
    { limit: 100 },
  );
  return !items.some(
    other => other.kind === 'rollback' && isWaiting(other.state),
  );
}

function delayUntilNext(
  readiness: Readiness,
  { now, slotsFree }: { readonly now: string; readonly slotsFree: boolean },
): number {
  const kinds = readiness.waits.map(({ kind }) => kind);
  const waitsForTurn = kinds.includes('slot') || kinds.includes('concurrency');
  const untilVerdict = readiness.reevaluateAt
    ? millisOf(readiness.reevaluateAt) - millisOf(now)
    : IDLE_MS;
  const delays = [
    IDLE_MS,
    untilVerdict,
    ...(waitsForTurn || !slotsFree ? [TURN_MS] : []),
    ...(kinds.includes('hold') ? [HOLD_MS] : []),
  ];
  return Math.max(SHORTEST_MS, Math.min(...delays));
}
