// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { rolesHeldBy, type Snapshot } from '../facts';
import { formatDuration } from '../gates/formatDuration';
import { overrideTargetKinds } from '../model/Approval';
import type { Obstacle } from '../model/Readiness';
import { listing, roleTitle, roleTitlesOf, withArticle } from '../model/titles';
import { refusingObstacles } from '../explain/helpersOf';
import { overrideWords } from '../plan/overridesInForce';
import type { PathRules } from '../rules/PromotionRules';
import type { PathView } from './ComponentView';

/** Whether this viewer may override all that stops a request here, as which role, and who reviews it afterwards. */
export function overrideOffer(
  facts: {
    readonly snapshot: Snapshot;
    readonly path: PathRules;
    readonly viewer: {
      readonly userRef?: string;
      readonly mayOverride: boolean;
    };
  },
  obstacles: readonly Obstacle[] = [],
): PathView['override'] {
  const { snapshot, path, viewer } = facts;
  const titles = roleTitlesOf(snapshot.rules.rules.roles);
  const rules = path.overrides;
  // Missing approvals need not be overridden: they can be waited for.
  const stopping = obstacles.filter(
    obstacle =>
      refusingObstacles({ obstacles: [obstacle] }).length > 0 ||
      obstacle.kind === 'hold' ||
      obstacle.kind === 'window',
  );
  if (stopping.length === 0) {
    return { allowed: false, reason: 'Nothing stands in the way.' };
  }
  const fixed = stopping.find(({ override }) => override === undefined);
  if (!rules || fixed) {
    return {
      allowed: false,
      reason: `The rules let nobody override ${
        obstacleWords[fixed?.kind ?? 'gate']
      } on ${path.from} → ${path.to}.`,
    };
  }
  const role = rolesHeldBy(viewer.userRef, snapshot).find(held =>
    rules.roles.includes(held),
  );
  const { review } = rules;
  const told = review
    ? {
        review: `${roleTitle(
          review.role,
          titles,
        )} reviews it within ${formatDuration(review.within)}`,
      }
    : {};
  if (role === undefined || !viewer.mayOverride) {
    const who = rules.roles.map(name => withArticle(roleTitle(name, titles)));
    return {
      allowed: false,
      reason:
        role === undefined
          ? `Only ${listing(who, 'or')} can override here.`
          : 'You lack the permission to override.',
      ...told,
    };
  }
  const targets = overrideTargetKinds.filter(kind =>
    rules.targets.includes(overrideWords[kind]),
  );
  return { allowed: true, role, targets, ...told };
}

const obstacleWords = {
  rejected: 'a rejection',
  setup: 'the setup',
  source: 'what failed in the source',
  barred: 'a bar',
  gate: 'gates',
  outage: 'an outage',
  approval: 'missing approvals',
  'not-before': 'the scheduled start',
  window: 'windows',
  hold: 'a freeze',
  slot: 'the queue',
  concurrency: 'the limit of promotions',
} as const satisfies Record<Obstacle['kind'], string>;
