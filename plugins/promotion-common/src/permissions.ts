// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createPermission } from '@backstage/plugin-permission-common';

/** A component in one environment, `<entityRef>#<environment>`: what is promoted to, observed, held. */
export const RESOURCE_TYPE_PROMOTION_TARGET = 'promotion-target';

/** One promotion, by its id. */
export const RESOURCE_TYPE_PROMOTION = 'promotion';

/** See that promotions exist at all: the tab, the portfolio, the rules. */
export const promotionViewPermission = createPermission({
  name: 'promotion.view',
  attributes: { action: 'read' },
});

/** Read one promotion with its evidence and records. */
export const promotionReadPermission = createPermission({
  name: 'promotion.promotion.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_PROMOTION,
});

/** Try to request a promotion into an environment. */
export const promotionCreatePermission = createPermission({
  name: 'promotion.promotion.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_PROMOTION_TARGET,
});

/** Try to approve, reject or withdraw. Whether the vote counts is for the quorum to say. */
export const promotionApprovePermission = createPermission({
  name: 'promotion.promotion.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROMOTION,
});

/** Try to cancel. */
export const promotionCancelPermission = createPermission({
  name: 'promotion.promotion.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROMOTION,
});

/** Try to override. Who may override what is for the rules to say. */
export const promotionOverridePermission = createPermission({
  name: 'promotion.promotion.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROMOTION,
});

/** Try to put back what was there, or to decide about a failed deployment. */
export const promotionRollbackPermission = createPermission({
  name: 'promotion.promotion.rollback',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_PROMOTION,
});

/** Record evidence about a component in an environment, or about its releases. */
export const promotionEvidenceCreatePermission = createPermission({
  name: 'promotion.evidence.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_PROMOTION_TARGET,
});

/** Set a hold. */
export const promotionHoldCreatePermission = createPermission({
  name: 'promotion.hold.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_PROMOTION_TARGET,
});

/** Lift a hold. */
export const promotionHoldDeletePermission = createPermission({
  name: 'promotion.hold.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_PROMOTION_TARGET,
});

/** Every permission of the suite: who may *try*. The rules of the domain hold besides, also with permissions disabled. */
export const promotionPermissions = [
  promotionViewPermission,
  promotionReadPermission,
  promotionCreatePermission,
  promotionApprovePermission,
  promotionCancelPermission,
  promotionOverridePermission,
  promotionRollbackPermission,
  promotionEvidenceCreatePermission,
  promotionHoldCreatePermission,
  promotionHoldDeletePermission,
];
