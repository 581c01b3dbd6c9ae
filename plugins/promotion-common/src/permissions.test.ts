// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  promotionPermissions,
  RESOURCE_TYPE_PROMOTION,
  RESOURCE_TYPE_PROMOTION_TARGET,
} from './permissions';

describe('the permissions', () => {
  it('are named and typed as policy authors know them', () => {
    const shown = promotionPermissions.map(permission => [
      permission.name,
      'resourceType' in permission ? permission.resourceType : 'basic',
    ]);
    expect(Object.fromEntries(shown)).toEqual({
      'promotion.view': 'basic',
      'promotion.promotion.read': RESOURCE_TYPE_PROMOTION,
      'promotion.promotion.create': RESOURCE_TYPE_PROMOTION_TARGET,
      'promotion.promotion.approve': RESOURCE_TYPE_PROMOTION,
      'promotion.promotion.cancel': RESOURCE_TYPE_PROMOTION,
      'promotion.promotion.override': RESOURCE_TYPE_PROMOTION,
      'promotion.promotion.rollback': RESOURCE_TYPE_PROMOTION,
      'promotion.evidence.create': RESOURCE_TYPE_PROMOTION_TARGET,
      'promotion.hold.create': RESOURCE_TYPE_PROMOTION_TARGET,
      'promotion.hold.delete': RESOURCE_TYPE_PROMOTION_TARGET,
    });
  });
});
