// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { promotionReadPermission } from 'backstage-plugin-promotion-common';
import {
  createPromotionConditionalDecision,
  promotionConditions,
} from 'backstage-plugin-promotion-node';
import { checkoutImage, startFakeBackend } from '../tests/startFakeBackend';

const body = {
  componentRef: 'component:default/checkout',
  from: 'dev',
  to: 'staging',
};

async function request(
  url: string,
  authorization: string,
  given: object,
  key?: string,
) {
  const response = await fetch(`${url}/promotions`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify({ ...body, ...given }),
  });
  return { status: response.status, body: await response.json() };
}

describe('What a request is answered', () => {
  it('is never the stored answer of somebody else who comes through the same agent', async () => {
    const { url } = await startFakeBackend([]);
    const through = (user: string) =>
      `Bearer ${mockCredentials.user.token(`user:default/${user}`, {
        actor: { subject: 'plugin:mcp-actions' },
      })}`;
    const given = { whenBlocked: 'wait' };
    const first = await request(url, through('olivia'), given, 'k1');
    const again = await request(url, through('olivia'), given, 'k1');
    const other = await request(url, through('sam'), given, 'k1');
    expect([first.status, again.status, other.status]).toEqual([201, 201, 200]);
    expect(other.body.promotion.requesterRefs).toContain('user:default/sam');
  });

  it('shows what the caller can read by now, also where it was answered before', async () => {
    let result: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
      AuthorizeResult.ALLOW;
    const permissions = mockServices.permissions.mock({
      authorize: async all =>
        all.map(() => ({ result: AuthorizeResult.ALLOW })),
      authorizeConditional: async all =>
        all.map(({ permission }) => ({
          result:
            permission.name === promotionReadPermission.name
              ? result
              : AuthorizeResult.ALLOW,
        })),
    });
    const { url } = await startFakeBackend([permissions.factory]);
    const olivia = mockCredentials.user.header('user:default/olivia');
    const given = { whenBlocked: 'wait' };
    const first = await request(url, olivia, given, 'k1');
    expect(first.body.promotion).toBeDefined();
    result = AuthorizeResult.DENY;
    const again = await request(url, olivia, given, 'k1');
    expect(again).toEqual({
      status: 201,
      body: { promotionId: first.body.promotionId },
    });
  });

  it.each([
    ['blocked', {}],
    [
      'outdated',
      { whenBlocked: 'wait', contentHash: `sha256:${'0'.repeat(64)}` },
    ],
  ])('holds no plan for who cannot read when it is %s', async (_, given) => {
    const permissions = mockServices.permissions.mock({
      authorize: async all =>
        all.map(() => ({ result: AuthorizeResult.ALLOW })),
      authorizeConditional: async all =>
        all.map(({ permission }) => ({
          result:
            permission.name === promotionReadPermission.name
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
    });
    const { url } = await startFakeBackend([permissions.factory]);
    const olivia = mockCredentials.user.header('user:default/olivia');
    const answer = await request(url, olivia, given);
    expect(answer.status).toBe(409);
    expect(answer.body.error.plan).toBeUndefined();
    expect(answer.body.error.current?.plan).toBeUndefined();
    expect(answer.body.error.explanation?.children).toBeUndefined();
  });

  it('names no gate of a path for who sends evidence and cannot read both its ends', async () => {
    const reads = createPromotionConditionalDecision(
      promotionReadPermission,
      promotionConditions.inEnvironment({ environments: ['dev'] }),
    );
    const allow = { result: AuthorizeResult.ALLOW } as const;
    const permissions = mockServices.permissions.mock({
      authorize: async all => all.map(() => allow),
      authorizeConditional: async all =>
        all.map(({ permission }) =>
          permission.name === promotionReadPermission.name ? reads : allow,
        ),
    });
    const { url } = await startFakeBackend([permissions.factory]);
    const response = await fetch(`${url}/evidence`, {
      method: 'POST',
      headers: {
        authorization: mockCredentials.user.header('user:default/olivia'),
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        subject: {
          type: 'release',
          componentRef: body.componentRef,
          image: { name: checkoutImage, tag: '2.4.0' },
        },
        facts: { kind: 'coverage', covered: 1, valid: 2 },
        observedAt: new Date().toISOString(),
      }),
    });
    expect(await response.json()).toMatchObject({
      gates: [],
      message: 'Recorded.',
    });
  });
});
