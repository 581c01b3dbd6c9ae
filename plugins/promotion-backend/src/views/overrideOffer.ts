// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  authority,
  formatDuration,
  offerOverride,
  permissionRefusal,
  roleTitle,
  type Override,
  type PathRules,
  type PathView,
  type Person,
  type Promotion,
  type Readiness,
  type Release,
} from 'backstage-plugin-promotion-common';
import type { ComponentDossier } from '../execution/FactsGatherer';
import { roleTitlesOf, surroundingsOf } from '../facts/commandSubjects';

/** Whether the viewer can override what blocks, as which role, and who reviews it afterwards. */
export type OverrideOffer = PathView['override'];

/** What the offer is made from. */
export interface OverrideOfferFacts {
  readonly dossier: ComponentDossier;
  readonly path: PathRules;
  readonly release: Release;
  readonly readiness: Readiness;
  /** Absent: it is not requested yet, and the viewer would be the requester. */
  readonly promotion?: Pick<
    Promotion,
    'promotionId' | 'requesterRefs' | 'contentHash'
  >;
  readonly person: Person;
  readonly openReviews: readonly Override[];
  readonly now: string;
}

/** Whether this viewer can override what blocks on a path: the same answer as the command gives. */
export function overrideOffer(facts: OverrideOfferFacts): OverrideOffer {
  const { dossier, path, release, readiness, person, openReviews, now } = facts;
  const { componentRef } = dossier.component;
  const offer = person.permitted.includes('override')
    ? offerOverride(
        {
          ...surroundingsOf(dossier, { componentRef, openReviews, now }),
          promotion: {
            promotionId: '',
            kind: 'promotion',
            release,
            requesterRefs: [...person.requesterRefs],
            contentHash: '',
            to: path.to,
            terms: { path },
            ...facts.promotion,
          },
          readiness,
        },
        person,
      )
    : {
        allowed: false as const,
        refusal: permissionRefusal(authority.override.permission),
      };
  const { review } = path.overrides ?? {};
  const titles = roleTitlesOf(dossier.rules.rules);
  const told = review && {
    review: `${roleTitle(
      review.role,
      titles,
    )} reviews it within ${formatDuration(review.within)}`,
  };
  if (!offer.allowed) {
    return { allowed: false, reason: offer.refusal.message, ...told };
  }
  const [role] = offer.as ?? [];
  return {
    allowed: true,
    ...(role !== undefined && { role }),
    targets: [...(offer.targets ?? [])],
    ...told,
  };
}
