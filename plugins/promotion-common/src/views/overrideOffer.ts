// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { authority } from '../commands/authority';
import { permissionRefusal } from '../commands/CommandRefusal';
import { surroundingsOf } from '../commands/ofSnapshot';
import { offerOverride } from '../commands/override';
import type { Person } from '../commands/subjects';
import type { Snapshot } from '../facts/Snapshot';
import { formatDuration } from '../gates/formatDuration';
import type { Override } from '../model/Approval';
import type { Readiness } from '../model/Readiness';
import type { Release } from '../model/Release';
import { roleTitle, roleTitlesOf } from '../model/titles';
import type { Promotion } from '../lifecycle/Promotion';
import type { PathRules } from '../rules/PromotionRules';
import type { PathView } from './ComponentView';

/** What the offer is made from. */
export interface OverrideOfferFacts {
  readonly snapshot: Snapshot;
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
}

/** Whether this viewer can override what blocks on a path, as which role, and who reviews it: as the command answers. */
export function overrideOffer(facts: OverrideOfferFacts): PathView['override'] {
  const { snapshot, path, release, readiness, person, openReviews } = facts;
  const { componentRef } = snapshot.component;
  const { now } = snapshot;
  const offer = person.permitted.includes('override')
    ? offerOverride(
        {
          ...surroundingsOf(snapshot, { componentRef, openReviews, now }),
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
  const titles = roleTitlesOf(snapshot.rules.rules.roles);
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
