// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { movingTagsOf } from '../model/movingTag';
import type { Plan } from '../model/Plan';
import type { Release } from '../model/Release';
import type { Timestamp } from '../model/scalars';
import type { PathSection } from '../rules/pathSection';
import { pathHash } from '../rules/pathSection';
import { rulesRevision } from '../rules/parseRules';
import type { PromotionRules } from '../rules/PromotionRules';
import { assessReadiness, requirementOf } from './assessReadiness';
import type { PlanFacts, PlanResult } from './PlanFacts';
import { planHash } from './planHash';
import type { PlannedChange } from './planWrites';

/** The parts of a plan before it is hashed and judged. */
export interface PlanParts {
  readonly kind: 'promotion' | 'rollback';
  readonly rules: PromotionRules;
  readonly section: PathSection;
  readonly release: Release;
  readonly releaseBefore: Release | undefined;
  readonly change: PlannedChange;
  readonly facts: PlanFacts;
}

/** Puts a plan together: hashes it, then judges it by that hash. */
export function composePlan(parts: PlanParts, now: Timestamp): PlanResult {
  const { kind, rules, section, release, releaseBefore, change, facts } = parts;
  const content = {
    kind,
    componentRef: facts.component.componentRef,
    from: facts.from,
    to: facts.to,
    release,
    fieldWrites: [...change.writes],
    applications: facts.target.targets.map(target => target.application),
    pathHash: pathHash(section),
  };
  const hash = planHash(content);
  const readiness = assessReadiness(
    {
      ...facts,
      kind,
      path: section.path,
      contentHash: hash,
      roleTitles: titlesOf(section),
      gates: {
        componentRef: content.componentRef,
        from: facts.from,
        to: facts.to,
        release,
        source: facts.sourceState,
        target: facts.targetState,
        evidence: facts.evidence,
        requesterRefs: facts.requesterRefs,
        tags: movingTagsOf(rules),
      },
    },
    now,
  );
  const { kind: _, ...planned } = content;
  const plan: Plan = {
    ...planned,
    ...(releaseBefore && { releaseBefore }),
    rulesName: rules.metadata.name,
    rulesRevision: rulesRevision(rules),
    steps: stepsOf(parts),
    diffs: [...change.diffs],
    notMoving: [...change.notMoving],
    gates: readiness.gates,
    requirement:
      kind === 'rollback'
        ? { ...requirementOf(section.path), slots: [] }
        : requirementOf(section.path),
    tally: readiness.tally,
    explanation: readiness.explanation,
    headline: readiness.headline,
    executable: readiness.blockingGateIds.length === 0 && !readiness.barred,
    contentHash: hash,
    plannedAt: now,
    ...(readiness.reevaluateAt !== undefined && {
      reevaluateAt: readiness.reevaluateAt,
    }),
  };
  return { ok: true, plan, readiness };
}

/** The titles the rules give the roles of a path. */
export function titlesOf({ roles }: PathSection): Record<string, string> {
  return Object.fromEntries(
    Object.entries(roles).flatMap(([name, { title }]) =>
      title === undefined ? [] : [[name, title]],
    ),
  );
}

function stepsOf({ release, facts, section }: PlanParts): Plan['steps'] {
  const applications = facts.target.targets
    .map(target => target.application.name)
    .join(', ');
  const steps: Plan['steps'] = [
    {
      name: 'write-manifests',
      title: `Write ${release.version} into the manifest of ${facts.to}`,
    },
    {
      name: 'sync-applications',
      title: `Wait until ${applications} runs it and is healthy`,
    },
  ];
  return section.path.validations.length === 0
    ? steps
    : [...steps, { name: 'validate', title: `Validate ${facts.to}` }];
}
