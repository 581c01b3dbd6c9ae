// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  promotionPermissions,
  RESOURCE_TYPE_PROMOTION,
  RESOURCE_TYPE_PROMOTION_TARGET,
} from 'backstage-plugin-promotion-common';
import {
  promotionResourceRef,
  promotionRules,
  promotionTargetResourceRef,
  promotionTargetRules,
} from 'backstage-plugin-promotion-node';
import type { ResourceReader } from './ResourceReader';

/** Tells the permission framework what there is to decide about, and how to look it up. */
export function registerPermissions(
  registry: PermissionsRegistryService,
  resources: Pick<ResourceReader, 'promotionsByRef' | 'targetsByRef'>,
): void {
  const ofType = (resourceType: string) =>
    promotionPermissions.filter(permission =>
      isResourcePermission(permission, resourceType),
    );
  registry.addPermissions(
    promotionPermissions.filter(
      permission => !isResourcePermission(permission),
    ),
  );
  registry.addResourceType({
    resourceRef: promotionTargetResourceRef,
    permissions: ofType(RESOURCE_TYPE_PROMOTION_TARGET),
    rules: Object.values(promotionTargetRules),
    getResources: refs => resources.targetsByRef(refs),
  });
  registry.addResourceType({
    resourceRef: promotionResourceRef,
    permissions: ofType(RESOURCE_TYPE_PROMOTION),
    rules: Object.values(promotionRules),
    getResources: refs => resources.promotionsByRef(refs),
  });
}
