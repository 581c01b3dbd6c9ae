// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
  type ResourcePermission,
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

  /** @throws NotAllowedError when a permission that is about nothing in particular is denied; others are not asked for */
  async require(
    permissionName: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (isResourcePermission(permissionNamed(permissionName))) return;
    const decide = await this.decisionOn(permissionName, credentials);
    if (!decide(nothing)) throw denied(permissionName);
  }

  /** @throws NotAllowedError when the permission is denied for every one of the resources */
  async requireOn(
    permissionName: string,
    credentials: BackstageCredentials,
    resources: readonly PromotionResource[],
  ): Promise<void> {
    const decide = await this.decisionOn(permissionName, credentials);
    if (!resources.some(decide)) throw denied(permissionName);
  }

  /** What the policy says of a permission, to be held against any number of resources. */
  async decisionOn(
    permissionName: string,
    credentials: BackstageCredentials,
  ): Promise<Decision> {
    const [decision] = await this.decisionsOn([permissionName], credentials);
    return decision ?? (() => false);
  }

  /** As `decisionOn`, for several permissions in one question. */
  async decisionsOn(
    permissionNames: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<readonly Decision[]> {
    return Promise.all(
      permissionNames.map(async name => {
        const permission = permissionNamed(name);
        return isResourcePermission(permission)
          ? this.#conditional(permission, credentials)
          : this.#basic(permission, credentials);
      }),
    );
  }

  async #basic(
    permission: Exclude<Permission, ResourcePermission>,
    credentials: BackstageCredentials,
  ): Promise<Decision> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission }],
      { credentials },
    );
    const isAllowed = decision?.result === AuthorizeResult.ALLOW;
    return () => isAllowed;
  }

  async #conditional(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<Decision> {
    const [decision] = await this.#options.permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (!decision) return () => false;
    return this.#authorizer(permission.resourceType, decision);
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

const nothing: PromotionResource = {
  componentRef: '',
  ownerRefs: [],
  requesterRefs: [],
};

function permissionNamed(name: string): Permission {
  const permission = promotionPermissions.find(each => each.name === name);
  if (!permission) {
    throw new TypeError(`the contract names an unknown permission, ${name}`);
  }
  return permission;
}

function denied(permissionName: string): NotAllowedError {
  return new NotAllowedError(
    `You lack the permission ${permissionName} here. Ask whoever keeps the permission policy of this Backstage.`,
  );
}
