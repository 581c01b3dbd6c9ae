// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  promotionCancelPermission,
  promotionCreatePermission,
  promotionReadPermission,
  promotionViewPermission,
} from 'backstage-plugin-promotion-common';
import {
  createPromotionConditionalDecision,
  createPromotionTargetConditionalDecision,
  promotionConditions,
  promotionRules,
  promotionTargetConditions,
  promotionTargetRules,
  type PromotionResource,
} from 'backstage-plugin-promotion-node';
import { Authorization } from './Authorization';

const credentials = mockCredentials.user();
const resource: PromotionResource = {
  componentRef: 'component:default/checkout',
  environment: 'staging',
  ownerRefs: ['group:default/storefront'],
  requesterRefs: ['user:default/olivia'],
};

type Decisions = Awaited<ReturnType<Authorization['decisionsOn']>>;

function authorizationWith(decision: object): Authorization {
  const rules = [
    ...Object.values(promotionRules),
    ...Object.values(promotionTargetRules),
  ];
  return new Authorization({
    permissions: mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
      authorizeConditional: async () => [decision as never],
    }),
    registry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: ((ref: { resourceType: string }) => ({
        getRuleByName: (name: string) => {
          const rule = rules.find(
            each =>
              each.name === name && each.resourceType === ref.resourceType,
          );
          if (!rule) throw new Error(`no rule ${name}`);
          return rule;
        },
      })) as never,
    }),
  });
}

describe('Authorization', () => {
  it.each([
    [AuthorizeResult.ALLOW, true],
    [AuthorizeResult.DENY, false],
  ])('takes a plain %s for every resource', async (result, expected) => {
    const [decide]: Decisions = await authorizationWith({ result }).decisionsOn(
      [promotionReadPermission.name],
      credentials,
    );
    expect(decide?.(resource)).toBe(expected);
  });

  it.each([
    [
      'the owner',
      promotionConditions.isComponentOwner({
        claims: ['group:default/storefront'],
      }),
      true,
    ],
    [
      'another owner',
      promotionConditions.isComponentOwner({
        claims: ['group:default/search'],
      }),
      false,
    ],
    [
      'the requester',
      promotionConditions.isRequester({ users: ['user:default/olivia'] }),
      true,
    ],
    [
      'another requester',
      promotionConditions.isRequester({ users: ['user:default/sam'] }),
      false,
    ],
    [
      'not in this environment',
      { not: promotionConditions.inEnvironment({ environments: ['staging'] }) },
      false,
    ],
    [
      'owner and environment',
      {
        allOf: [
          promotionConditions.isComponentOwner({
            claims: ['group:default/storefront'],
          }),
          promotionConditions.inEnvironment({
            environments: ['dev', 'staging'],
          }),
        ],
      },
      true,
    ],
  ] as const)(
    'holds a condition on %s against the promotion',
    async (_, condition, expected) => {
      const decision = createPromotionConditionalDecision(
        promotionCancelPermission,
        condition as Parameters<typeof createPromotionConditionalDecision>[1],
      );
      const attempt = authorizationWith(decision).requireOn(
        promotionCancelPermission.name,
        credentials,
        [resource],
      );
      if (expected) await expect(attempt).resolves.toBeUndefined();
      else {
        await expect(attempt).rejects.toMatchObject({
          name: 'NotAllowedError',
        });
      }
    },
  );

  it('holds a condition on the target against where one wants to go', async () => {
    const decision = createPromotionTargetConditionalDecision(
      promotionCreatePermission,
      promotionTargetConditions.inEnvironment({ environments: ['production'] }),
    );
    await expect(
      authorizationWith(decision).requireOn(
        promotionCreatePermission.name,
        credentials,
        [resource],
      ),
    ).rejects.toThrow('promotion.promotion.create');
  });

  it('denies when there is nothing to hold it against', async () => {
    await expect(
      authorizationWith({ result: AuthorizeResult.ALLOW }).requireOn(
        promotionReadPermission.name,
        credentials,
        [],
      ),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('asks for a basic permission as such', async () => {
    const authorization = authorizationWith({ result: AuthorizeResult.DENY });
    await expect(
      authorization.require(promotionViewPermission.name, credentials),
    ).resolves.toBeUndefined();
  });
});
