// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  formatDuration,
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

/** Whether this viewer may let gates go that block. The command itself checks again. */
export function overrideOffer(facts: OverrideOfferFacts): OverrideOffer {
  const { dossier, path, readiness, viewer } = facts;
  const titles = roleTitlesOf(dossier.rules.rules);
  const rules = path.overrides;
  if (readiness.blockingGateIds.length === 0 && !readiness.barred) {
    return { allowed: false, reason: 'Nothing stands in the way.' };
  }
  if (!rules?.targets.includes('gates')) {
    return {
      allowed: false,
      reason: `The rules let nobody override gates on ${path.from} → ${path.to}.`,
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
  return { allowed: true, role, ...told };
}
