// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from '../model/scalars';
import { entityName } from '../model/titles';
import { pathSection } from '../rules/pathSection';
import type { PromotionRules } from '../rules/PromotionRules';
import { composePlan } from './composePlan';
import type { PlanFacts, PlanResult } from './PlanFacts';
import { refuse } from './PlanFacts';
import { noPathRefusal } from './planPromotion';
import { planWrites } from './planWrites';
import { setupRefusal } from './setupRefusal';
import type { Release } from '../model/Release';

/** Facts of a rollback by hand: of a plan, with the release to go back to. Source facts are not looked at. */
export interface RollbackFacts extends PlanFacts {
  readonly release: Release;
}

/**
 * A rollback by hand: to a release that succeeded in the environment and is not barred there, written over what the
 * target's manifests hold now. Gates, approvals and holds do not apply; the path's validations do.
 */
export function planRollback(
  rules: PromotionRules,
  facts: RollbackFacts,
  now: Timestamp,
): PlanResult {
  const { release, to, targetState, component } = facts;
  const name = entityName(component.componentRef);
  const section = pathSection(rules, facts.from, to);
  if (!section) {
    return { ok: false, refusal: noPathRefusal(rules, facts) };
  }
  const unfit = setupRefusal(component, facts.setup);
  if (unfit) return { ok: false, refusal: unfit };
  const succeeded = targetState.history.some(
    interval => interval.releaseId === release.releaseId && interval.succeeded,
  );
  if (!succeeded) {
    return no(
      'not-in-history',
      `${name} ${release.version} is not known to have run well in ${to}.`,
      `Choose one that has: ${known(facts)}.`,
    );
  }
  if (isBarred(facts)) {
    return no(
      'barred',
      `${name} ${release.version} was rolled back in ${to} and is barred there.`,
      'Choose another release, or allow this one again first.',
    );
  }
  const written = planWrites({
    ...facts,
    source: facts.target,
    sourceFiles: facts.targetFiles,
    desired: targetState.desired,
  });
  if (!written.ok) return written;
  if (written.change.writes.length === 0) {
    return no(
      'already-there',
      `The manifest of ${to} says ${release.version} already.`,
      'Choose another release.',
    );
  }
  return composePlan(
    {
      kind: 'rollback',
      rules,
      section,
      release,
      change: { ...written.change, notMoving: [] },
      facts,
    },
    now,
  );
}

function isBarred({ barred, component, to, release }: RollbackFacts): boolean {
  return barred.some(
    bar =>
      bar.liftedAt === undefined &&
      bar.componentRef === component.componentRef &&
      bar.environment === to &&
      bar.releaseId === release.releaseId,
  );
}

function known({ targetState }: RollbackFacts): string {
  const versions = targetState.history
    .filter(interval => interval.succeeded)
    .map(interval => interval.version);
  return [...new Set(versions)].join(', ') || 'there is none';
}

function no(...refusal: Parameters<typeof refuse>): PlanResult {
  return { ok: false, refusal: refuse(...refusal) };
}
