// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  promotionCancelPermission,
  promotionCreatePermission,
  promotionPermissions,
  promotionReadPermission,
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

const caller = {
  actor: { kind: 'user', ref: 'user:default/olivia' },
  requesterRefs: ['user:default/olivia'],
  userRef: 'user:default/olivia',
} as const;

/** An authorization whose policy says the same of every permission, or `decision` of the one named. */
function authorizationWith(decision: PolicyDecision, name?: string) {
  const rules = [
    ...Object.values(promotionRules),
    ...Object.values(promotionTargetRules),
  ];
  const deny = { result: AuthorizeResult.DENY } as const;
  const authorize = jest.fn(async (questions: readonly unknown[]) =>
    questions.map(() => ({
      result:
        decision.result === AuthorizeResult.ALLOW
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
    })),
  );
  const authorizeConditional = jest.fn(
    async (questions: readonly { permission: { name: string } }[]) =>
      questions.map(({ permission }) =>
        name === undefined || permission.name === name ? decision : deny,
      ),
  );
  const authorization = new Authorization({
    permissions: mockServices.permissions.mock({
      authorize: authorize as never,
      authorizeConditional: authorizeConditional as never,
    }),
    registry: mockServices.permissionsRegistry.mock({
      getPermissionRuleset: ((ref: { resourceType: string }) => ({
        getRuleByName: (wanted: string) => {
          const rule = rules.find(
            each =>
              each.name === wanted && each.resourceType === ref.resourceType,
          );
          if (!rule) throw new Error(`no rule ${wanted}`);
          return rule;
        },
      })) as never,
    }),
  });
  return { authorization, authorize, authorizeConditional };
}

describe('Authorization', () => {
  it.each([
    [AuthorizeResult.ALLOW, true],
    [AuthorizeResult.DENY, false],
  ] as const)(
    'takes a plain %s for every resource',
    async (result, expected) => {
      const { authorization } = authorizationWith({ result });
      const { may } = await authorization.viewer(caller, credentials);
      for (const { name } of promotionPermissions) {
        expect(may(name, resource)).toBe(expected);
      }
    },
  );

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
      const { name } = promotionCancelPermission;
      const { authorization } = authorizationWith(decision, name);
      const { may } = await authorization.viewer(caller, credentials);
      expect(may(name, resource)).toBe(expected);
      expect(may(promotionReadPermission.name, resource)).toBe(false);
    },
  );

  it('holds a condition on the target against where one wants to go', async () => {
    const decision = createPromotionTargetConditionalDecision(
      promotionCreatePermission,
      promotionTargetConditions.inEnvironment({ environments: ['production'] }),
    );
    const { name } = promotionCreatePermission;
    const { authorization } = authorizationWith(decision, name);
    const { may } = await authorization.viewer(caller, credentials);
    expect(may(name, resource)).toBe(false);
    expect(may(name, { ...resource, environment: 'production' })).toBe(true);
  });

  it('asks the policy once, about every permission, whatever is held against it', async () => {
    const { authorization, authorize, authorizeConditional } =
      authorizationWith({ result: AuthorizeResult.ALLOW });
    const { may } = await authorization.viewer(caller, credentials);
    for (const { name } of promotionPermissions) may(name, resource);
    expect(authorize).toHaveBeenCalledTimes(1);
    expect(authorizeConditional).toHaveBeenCalledTimes(1);
    const asked = [authorize, authorizeConditional].flatMap(
      ({ mock }) => mock.calls[0]?.[0] ?? [],
    );
    expect(asked).toHaveLength(promotionPermissions.length);
  });
});
