// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  formatDuration,
  overrideTargetKinds,
  overrideWords,
  listing,
  roleTitle,
  withArticle,
  type PathRules,
  type PathView,
  type Readiness,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { rolesHeldBy, roleTitlesOf } from './roleTitles';

/** Whether the viewer may let go what blocks, as which role, and who looks at it afterwards. */
export type OverrideOffer = PathView['override'];

/** What the offer is made from. */
export interface OverrideOfferFacts {
  readonly dossier: ComponentDossier;
  readonly path: PathRules;
  readonly readiness: Readiness;
  readonly viewer: { readonly userRef?: string; readonly mayOverride: boolean };
}

type Target = NonNullable<OverrideOffer['targets']>[number];

/** Whether this viewer may let go all that blocks. The command itself checks again. */
export function overrideOffer(facts: OverrideOfferFacts): OverrideOffer {
  const { dossier, path, readiness, viewer } = facts;
  const titles = roleTitlesOf(dossier.rules.rules);
  const rules = path.overrides;
  const obstacles = obstaclesTo(readiness);
  if (obstacles.length === 0) {
    return { allowed: false, reason: 'Nothing stands in the way.' };
  }
  const fixed = obstacles.find(
    kind => !rules?.targets.includes(overrideWords[kind]),
  );
  if (!rules || fixed !== undefined) {
    return {
      allowed: false,
      reason: `The rules let nobody override ${
        obstacleWords[fixed ?? 'gate']
      } on ${path.from} → ${path.to}.`,
    };
  }
  const role = rolesHeldBy(viewer.userRef, dossier).find(held =>
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
  gate: 'gates',
  approval: 'missing approvals',
  window: 'windows',
  hold: 'a freeze',
  barred: 'a bar',
} as const satisfies Record<Target, string>;

/** What would have to be let go before anything can move; missing approvals need not be, they can be waited for. */
function obstaclesTo(readiness: Readiness): readonly Target[] {
  return [
    ...(readiness.blockingGateIds.length > 0 ? ['gate' as const] : []),
    ...(readiness.barred ? ['barred' as const] : []),
    ...(['window', 'hold'] as const).filter(kind =>
      readiness.waits.some(wait => wait.kind === kind),
    ),
  ];
}
