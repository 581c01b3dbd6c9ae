// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { promotionCancelPermission } from 'backstage-plugin-promotion-common';
import {
  createPromotionConditionalDecision,
  promotionConditions,
} from './conditions';
import { promotionRules, promotionTargetRules } from './rules';

const promotion = {
  componentRef: 'component:default/checkout',
  environment: 'staging',
  ownerRefs: ['group:default/storefront'],
  requesterRefs: ['user:default/olivia', 'external:ci'],
};

describe('permission rules', () => {
  it.each([
    [['group:default/storefront', 'user:default/olivia'], true],
    [['group:default/sre'], false],
    [[], false],
  ])('IS_COMPONENT_OWNER with claims %j: %s', (claims, expected) => {
    expect(promotionRules.isComponentOwner.apply(promotion, { claims })).toBe(
      expected,
    );
    expect(
      promotionTargetRules.isComponentOwner.apply(promotion, { claims }),
    ).toBe(expected);
  });

  it.each([
    [['dev', 'staging'], true],
    [['production'], false],
  ])('IN_ENVIRONMENT with %j: %s', (environments, expected) => {
    expect(
      promotionTargetRules.inEnvironment.apply(promotion, { environments }),
    ).toBe(expected);
  });

  it('IN_ENVIRONMENT lets nothing through that concerns the component as a whole', () => {
    expect(
      promotionTargetRules.inEnvironment.apply(
        { ...promotion, environment: undefined },
        { environments: ['dev', 'staging'] },
      ),
    ).toBe(false);
  });

  it.each([
    [['external:ci'], true],
    [['user:default/sam'], false],
  ])('IS_REQUESTER with %j: %s', (users, expected) => {
    expect(promotionRules.isRequester.apply(promotion, { users })).toBe(
      expected,
    );
  });

  it('gives policy authors conditions for their decisions', () => {
    expect(
      createPromotionConditionalDecision(
        promotionCancelPermission,
        promotionConditions.isRequester({ users: ['user:default/olivia'] }),
      ),
    ).toMatchObject({
      result: 'CONDITIONAL',
      pluginId: 'promotion',
      resourceType: 'promotion',
      conditions: { rule: 'IS_REQUESTER' },
    });
  });
});
