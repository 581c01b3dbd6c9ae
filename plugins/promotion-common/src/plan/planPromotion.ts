// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from '../model/scalars';
import { entityName } from '../model/titles';
import { pathSection } from '../rules/pathSection';
import type { PromotionRules } from '../rules/PromotionRules';
import { composePlan } from './composePlan';
import type { PlanFacts, PlanResult, Refusal } from './PlanFacts';
import { refuse } from './PlanFacts';
import { planWrites } from './planWrites';
import { releaseToMove } from './releaseToMove';
import { setupRefusal } from './setupRefusal';

/**
 * Everything a promotion would do, from facts alone: the run publishes this and nothing else. `executable` false says
 * that it would be refused now; a refusal, that there is nothing that could be done. No exceptions.
 */
export function planPromotion(
  rules: PromotionRules,
  facts: PlanFacts,
  now: Timestamp,
): PlanResult {
  const section = pathSection(rules, facts.from, facts.to);
  if (!section) {
    return { ok: false, refusal: noPathRefusal(rules, facts) };
  }
  const unfit = setupRefusal(facts.component, facts.setup);
  if (unfit) return { ok: false, refusal: unfit };
  const chosen = releaseToMove(rules, facts, now);
  if (!chosen.ok) return chosen;
  const { release } = chosen;
  const written = planWrites({
    ...facts,
    release,
    desired: facts.targetState.desired,
  });
  if (!written.ok) return written;
  if (written.change.writes.length === 0) {
    const isLive = facts.targetState.live?.releaseId === release.releaseId;
    return no(
      'already-there',
      isLive
        ? `${facts.to} already holds ${release.version}.`
        : `The manifest of ${facts.to} already says ${release.version}; it is not live there yet.`,
      isLive
        ? `Nothing is to be done for ${entityName(
            facts.component.componentRef,
          )}.`
        : `Wait until ${release.version} is live in ${facts.to}, or look at its application.`,
    );
  }
  return composePlan(
    {
      kind: 'promotion',
      rules,
      section,
      release,
      change: written.change,
      facts,
    },
    now,
  );
}

/** Why nothing moves between two environments that no path joins. */
export function noPathRefusal(
  { metadata, paths }: PromotionRules,
  { from, to }: Pick<PlanFacts, 'from' | 'to'>,
): Refusal {
  return refuse(
    'no-path',
    `The rules ${metadata.name} have no path from ${from} to ${to}.`,
    `Choose one of ${paths
      .map(path => `${path.from} → ${path.to}`)
      .join(', ')}.`,
  );
}

function no(...refusal: Parameters<typeof refuse>): PlanResult {
  return { ok: false, refusal: refuse(...refusal) };
}
