// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, NotFoundError } from '@backstage/errors';
import type {
  EntityRef,
  Promotion,
  Timestamp,
} from 'backstage-plugin-promotion-common';
import {
  surroundingsOf,
  type PromotionSubject,
} from 'backstage-plugin-promotion-common/commands';
import type { Snapshot } from 'backstage-plugin-promotion-common/facts';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type { Stores } from '../store/DatabaseStores';
import type { Facts } from './FactsGatherer';

/** A component's facts; absent: it has left the catalog, or no rules apply to it any more. @throws SourceUnreachableError */
export async function gatherIfThere(
  facts: Facts,
  componentRef: EntityRef,
): Promise<Snapshot | undefined> {
  try {
    return await facts.gather(componentRef);
  } catch (error) {
    const isGone =
      isError(error) &&
      ['NotFoundError', 'NoRulesError', 'MisconfiguredError'].includes(
        error.name,
      );
    if (isGone) return undefined;
    throw error;
  }
}

/** @throws NotFoundError */
export async function getPromotion(
  promotionId: string,
  { stores }: { readonly stores: Pick<Stores, 'promotions'> },
): Promise<Promotion> {
  const promotion = await stores.promotions.get(promotionId);
  if (!promotion) throw noSuchPromotion(promotionId);
  return promotion;
}

/** Said of a promotion that is not there, and of one that the caller cannot see. */
export function noSuchPromotion(promotionId: string): NotFoundError {
  return new NotFoundError(
    `There is no promotion ${promotionId}, or you may not see it.`,
  );
}

/** One promotion as its commands are judged, with the decisions on it as they are now. */
export async function promotionSubject(
  promotion: Promotion,
  snapshot: Snapshot | undefined,
  facts: {
    readonly stores: Pick<Stores, 'decisions'>;
    readonly now: Timestamp;
  },
): Promise<PromotionSubject> {
  const { promotionId, componentRef } = promotion;
  const { stores, now } = facts;
  const [approvals, overrides, openReviews] = await Promise.all([
    stores.decisions.approvals([promotionId]),
    stores.decisions.overrides([promotionId]),
    stores.decisions.openReviews(componentRef),
  ]);
  const target = snapshot?.states.find(
    ({ environment }) => environment === promotion.to,
  );
  return {
    ...surroundingsOf(snapshot, { componentRef, openReviews, now }),
    promotion,
    approvals,
    overrides,
    ...(target && { target }),
    ...(snapshot && { open: snapshot.open }),
  };
}

/** A promotion as the permission policy sees it. */
export function resourceOf(
  { componentRef, to, requesterRefs }: Promotion,
  snapshot: Snapshot | undefined,
): PromotionResource {
  return {
    componentRef,
    environment: to,
    ownerRefs: snapshot?.component.ownerRefs ?? [],
    requesterRefs,
  };
}

/** An environment as the permission policy sees it for somebody: what they would request there would be theirs. */
export function targetOf(
  { component }: Snapshot,
  environment: string,
  requesterRefs: readonly string[],
): PromotionResource {
  const { componentRef, ownerRefs } = component;
  return { componentRef, environment, ownerRefs, requesterRefs };
}
