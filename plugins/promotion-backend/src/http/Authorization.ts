// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  promotionPermissions,
  RESOURCE_TYPE_PROMOTION,
} from 'backstage-plugin-promotion-common';
import {
  promotionResourceRef,
  promotionTargetResourceRef,
  type PromotionResource,
} from 'backstage-plugin-promotion-node';
import type { Caller, Viewer } from '../Caller';

/** What authorising needs. */
export interface AuthorizationOptions {
  readonly permissions: PermissionsService;
  readonly registry: PermissionsRegistryService;
}

/** Decides about one thing after the policy was asked once. */
export type Decision = (resource: PromotionResource) => boolean;

/**
 * Asks the permission policy who may *try*. A conditional answer is held against what is acted on; one resource serves
 * both resource types, since a promotion is a target with requesters.
 */
export class Authorization {
  readonly #options: AuthorizationOptions;

  constructor(options: AuthorizationOptions) {
    this.#options = options;
  }

  /** The caller with what the policy lets them try: one question for all permissions, held against any number of things. */
  async viewer(
    caller: Caller,
    credentials: BackstageCredentials,
  ): Promise<Viewer> {
    const decisions = new Map<string, Decision>(
      await this.#decisions(credentials),
    );
    return {
      caller,
      may: (name, resource) => decisions.get(name)?.(resource) ?? false,
    };
  }

  async #decisions(
    credentials: BackstageCredentials,
  ): Promise<readonly (readonly [string, Decision])[]> {
    const { permissions } = this.#options;
    const [basic, conditional] = await Promise.all([
      permissions.authorize(
        basicPermissions.map(permission => ({ permission })),
        { credentials },
      ),
      permissions.authorizeConditional(
        resourcePermissions.map(permission => ({ permission })),
        { credentials },
      ),
    ]);
    return [
      ...basicPermissions.map(({ name }, index) => {
        const isAllowed = basic[index]?.result === AuthorizeResult.ALLOW;
        return [name, () => isAllowed] as const;
      }),
      ...resourcePermissions.map(({ name, resourceType }, index) => {
        const decision = conditional[index];
        return [
          name,
          decision ? this.#authorizer(resourceType, decision) : () => false,
        ] as const;
      }),
    ];
  }

  #authorizer(resourceType: string, decision: PolicyDecision): Decision {
    const { registry } = this.#options;
    if (resourceType === RESOURCE_TYPE_PROMOTION) {
      const holds = createConditionAuthorizer(
        registry.getPermissionRuleset(promotionResourceRef),
      );
      return resource => holds(decision, resource);
    }
    const holds = createConditionAuthorizer(
      registry.getPermissionRuleset(promotionTargetResourceRef),
    );
    return resource => holds(decision, resource);
  }
}

/** Whether a permission is held against nothing in particular. */
export function isAboutNothing(permissionName: string): boolean {
  return basicPermissions.some(({ name }) => name === permissionName);
}

/** What such a permission is held against. */
export const nothing: PromotionResource = {
  componentRef: '',
  ownerRefs: [],
  requesterRefs: [],
};

const resourcePermissions = promotionPermissions.filter(permission =>
  isResourcePermission(permission),
);
const basicPermissions = promotionPermissions.filter(isBasic);

function isBasic(permission: Permission): permission is BasicPermission {
  return !isResourcePermission(permission);
}
