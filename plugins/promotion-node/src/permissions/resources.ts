// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_PROMOTION,
  RESOURCE_TYPE_PROMOTION_TARGET,
  type EntityRef,
} from 'backstage-plugin-promotion-common';

/**
 * A component in one environment, which policies decide about. `environment` is absent where something concerns the
 * component as a whole, such as evidence about a release.
 */
export interface PromotionTargetResource {
  readonly componentRef: EntityRef;
  readonly environment?: string;
  readonly ownerRefs: readonly EntityRef[];
}

/** One promotion, which policies decide about: where it goes, whose component it is and who asked for it. */
export interface PromotionResource extends PromotionTargetResource {
  readonly requesterRefs: readonly string[];
}

/** What a rule means for a list: the named property is, or has, one of the values. */
export interface PromotionResourceQuery {
  readonly key: 'environment' | 'owner' | 'requester';
  readonly values: readonly string[];
}

/** Resource references are `<entityRef>#<environment>`. */
export const promotionTargetResourceRef = createPermissionResourceRef<
  PromotionTargetResource,
  PromotionResourceQuery
>().with({
  pluginId: 'promotion',
  resourceType: RESOURCE_TYPE_PROMOTION_TARGET,
});

/** Resource references are ids of promotions. */
export const promotionResourceRef = createPermissionResourceRef<
  PromotionResource,
  PromotionResourceQuery
>().with({ pluginId: 'promotion', resourceType: RESOURCE_TYPE_PROMOTION });

/** The reference of a component in an environment. */
export function promotionTargetRefOf(
  componentRef: EntityRef,
  environment: string,
): string {
  return `${componentRef}#${environment}`;
}
