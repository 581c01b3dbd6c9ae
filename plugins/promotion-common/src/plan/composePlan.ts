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
import { countGates } from '../explain/gatesInOrder';
import { helpersOf, refusingObstacles } from '../explain/helpersOf';
import { judge, requirementOf } from './judge';
import type { PlanFacts, PlanResult } from './PlanFacts';
import { planHash } from './planHash';
import type { PlannedChange } from './planWrites';

/** The parts of a plan before it is hashed and judged. */
export interface PlanParts {
  readonly kind: 'promotion' | 'rollback';
  readonly rules: PromotionRules;
  readonly section: PathSection;
  readonly release: Release;
  readonly change: PlannedChange;
  readonly facts: PlanFacts;
}

/** Puts a plan together: hashes it, then judges it by that hash. */
export function composePlan(parts: PlanParts, now: Timestamp): PlanResult {
  const { kind, rules, section, release, change, facts } = parts;
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
  const readiness = judge({
    ...facts,
    now,
    kind,
    path: section.path,
    contentHash: hash,
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
  });
  const { obstacles = [] } = readiness;
  const { kind: _, ...planned } = content;
  const plan: Plan = {
    ...planned,
    ...(change.releaseBefore && { releaseBefore: change.releaseBefore }),
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
    obstacles: [...obstacles],
    helpers: helpersOf(obstacles),
    gateCounts: countGates(readiness.gates, obstacles),
    executable: refusingObstacles(readiness).length === 0,
    contentHash: hash,
    plannedAt: now,
    ...(readiness.reevaluateAt !== undefined && {
      reevaluateAt: readiness.reevaluateAt,
    }),
  };
  return { ok: true, plan, readiness };
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
