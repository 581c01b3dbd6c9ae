// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createPromotionClient,
  type PromotionClient,
} from 'backstage-plugin-promotion-common/client';
import { contract } from 'backstage-plugin-promotion-common/contract';
import { fakeDigest } from 'backstage-plugin-promotion-node/testUtils';
import {
  checkoutImage,
  checkoutManifest,
  startFakeBackend,
  type FakeBackend,
} from '../tests/startFakeBackend';

const componentRef = 'component:default/checkout';
const params = { kind: 'component', namespace: 'default', name: 'checkout' };
const move = { componentRef, from: 'dev', to: 'staging' };
const unknownId = '5f0c1f7e-7a35-4a9e-9f0e-0a7c1c2f9d11';
const hash = `sha256:${'0'.repeat(64)}`;

const olivia = mockCredentials.user.header('user:default/olivia');
const service = mockCredentials.service.header();
const agent = `Bearer ${mockCredentials.user.token('user:default/sam', {
  actor: { subject: 'plugin:mcp-actions' },
})}`;

/** The parts of answers that are looked at one by one. */
interface AnswerBody {
  readonly error: {
    readonly name: string;
    readonly message: string;
    readonly code?: string;
  };
  readonly ok: boolean;
  readonly problems: readonly unknown[];
  readonly origin: string;
  readonly openapi: string;
  readonly lanes: readonly {
    readonly state: { readonly live: { readonly version: string } };
  }[];
  readonly evidence: { readonly tier: string };
  readonly gates: readonly { readonly gate: { readonly status: string } }[];
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AnswerBody;
}

describe('The routes', () => {
  let world: FakeBackend;

  async function call(
    method: string,
    path: string,
    options: {
      readonly as?: string;
      readonly body?: unknown;
      readonly raw?: string;
      readonly headers?: Record<string, string>;
    } = {},
  ): Promise<Answer> {
    const text =
      options.raw ??
      (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(`${world.url}${path}`, {
      method,
      headers: {
        authorization: options.as ?? olivia,
        ...(text !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(text !== undefined && { body: text }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: answer === '' ? undefined : JSON.parse(answer),
    };
  }

  function clientOf(authorization: string): PromotionClient {
    return createPromotionClient({
      discovery: { getBaseUrl: async () => world.url.replace(/\/v1$/, '') },
      fetch: (url, init) =>
        fetch(url, { ...init, headers: { ...init.headers, authorization } }),
    });
  }

  async function observed(): Promise<void> {
    for (;;) {
      const view = await clientOf(olivia).getComponent({ params });
      const isKnown = view.lanes.every(({ state }) => state?.live);
      if (isKnown && !view.collecting) return;
      await new Promise(next => {
        setTimeout(next, 50);
      });
    }
  }

  beforeAll(async () => {
    world = await startFakeBackend();
    await observed();
  });
  afterAll(() => world?.backend.stop());

  describe('reading', () => {
    it('answers the one view as the contract says, without calling anything outside', async () => {
      const before = [
        world.repository.calls.length,
        world.deployments.calls.length,
        world.collected(),
      ];
      const { status, body } = await call(
        'GET',
        '/components/component/default/checkout',
      );
      expect(status).toBe(200);
      expect(contract.getComponent.answer.parse(body)).toEqual(body);
      expect(body).toMatchObject({
        name: 'checkout',
        viewer: { userRef: 'user:default/olivia', roles: [] },
        lanes: [
          { environment: 'dev', state: { live: { version: '2.4.0' } } },
          { environment: 'staging', state: { live: { version: '2.3.1' } } },
          { environment: 'canary' },
          { environment: 'production' },
        ],
        paths: [
          { from: 'dev', to: 'staging', status: 'blocked' },
          { to: 'canary' },
          { to: 'production' },
        ],
      });
      expect([
        world.repository.calls.length,
        world.deployments.calls.length,
        world.collected(),
      ]).toEqual(before);
    });

    it('answers while every source outside is away', async () => {
      world.repository.down = true;
      world.deployments.down = true;
      try {
        const { status, body } = await call(
          'GET',
          '/components/component/default/checkout',
        );
        expect(status).toBe(200);
        expect(body.lanes[0]?.state.live.version).toBe('2.4.0');
      } finally {
        world.repository.down = false;
        world.deployments.down = false;
      }
    });

    it('takes an entity reference without regard to case', async () => {
      const { status } = await call(
        'GET',
        '/components/Component/default/Checkout',
      );
      expect(status).toBe(200);
    });

    it('serves the rules without telling where on this machine they lie', async () => {
      const { body } = await call('GET', '/rules/default');
      expect(contract.getRules.answer.parse(body)).toEqual(body);
      expect(body.origin).toBe('file:promotion-rules.yaml');
    });

    it('says what is wrong with a document, by line', async () => {
      const { body } = await call('POST', '/rules/lint', {
        body: { text: 'apiVersion: promotion/v1\nkindd: PromotionRules\n' },
      });
      expect(body.ok).toBe(false);
      expect(body.problems).toContainEqual(
        expect.objectContaining({ line: 2, nearest: 'kind' }),
      );
    });

    it('serves its own description', async () => {
      const { body } = await call('GET', '/openapi.json');
      expect(body.openapi).toBe('3.1.0');
    });
  });

  describe('errors', () => {
    it.each<[string, number, string, () => Promise<Answer>]>([
      [
        'nobody who calls',
        401,
        'AuthenticationError',
        () =>
          call('GET', '/components/component/default/checkout', {
            as: mockCredentials.none.header(),
          }),
      ],
      [
        'an unknown component',
        404,
        'NotFoundError',
        () => call('GET', '/components/component/default/nothing'),
      ],
      [
        'a component to which no rules apply',
        404,
        'NoRulesError',
        () => call('GET', '/components/component/default/site'),
      ],
      [
        'an unknown promotion',
        404,
        'NotFoundError',
        () => call('GET', `/promotions/${unknownId}`),
      ],
      [
        'an id that is none',
        400,
        'InputError',
        () => call('GET', '/promotions/42'),
      ],
      [
        'unknown rules',
        404,
        'NotFoundError',
        () => call('GET', '/rules/other'),
      ],
      [
        'a path that the rules do not have',
        400,
        'InputError',
        () => call('POST', '/plans', { body: { ...move, to: 'production' } }),
      ],
      [
        'a repository outside the allow-list',
        422,
        'RefusedError',
        () =>
          call('POST', '/plans', {
            body: { ...move, componentRef: 'component:default/rogue' },
          }),
      ],
      [
        'a body that is no JSON',
        400,
        'InputError',
        () => call('POST', '/plans', { raw: '{"secret": "hunter2"' }),
      ],
      ['no body', 400, 'InputError', () => call('POST', '/plans', {})],
      [
        'a body that is too large',
        413,
        'PayloadTooLargeError',
        () =>
          call('POST', '/rules/lint', { body: { text: 'x'.repeat(300_000) } }),
      ],
      [
        'an unknown filter',
        400,
        'InputError',
        () => call('GET', '/promotions?colour=red'),
      ],
    ])('tells %s by %d %s', async (_, status, name, act) => {
      const answer = await act();
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({
        error: { name, message: expect.stringMatching(/\w{3}/) },
        response: { statusCode: status },
      });
      expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    });

    it('names every wrong field and repeats nothing of what was sent', async () => {
      const { status, body } = await call('POST', '/promotions', {
        body: { ...move, from: 'Dev Environment!', whenBlocked: 'hunter2' },
      });
      expect(status).toBe(400);
      expect(body.error.message).toContain('body.from');
      expect(body.error.message).toContain('body.whenBlocked');
      expect(body.error.message).not.toContain('hunter2');
      expect(body.error.message).not.toContain('Dev Environment!');
    });

    it('gives the code by which the tab knows that it has no business there', async () => {
      const { body } = await call('GET', '/components/component/default/site');
      expect(body.error.code).toBe('no-rules');
    });

    it('refuses with the explanation and the plan what the gates do not let through', async () => {
      const { status, body } = await call('POST', '/promotions', {
        body: move,
      });
      expect(status).toBe(409);
      expect(body.error).toMatchObject({
        name: 'RefusedError',
        code: 'gates-do-not-pass',
        explanation: { tone: 'blocks' },
        plan: { executable: false, to: 'staging' },
      });
    });

    it('answers an outdated hash with the plan as it stands now', async () => {
      const { status, body } = await call('POST', '/promotions', {
        body: { ...move, contentHash: hash, whenBlocked: 'wait' },
      });
      expect(status).toBe(409);
      expect(body.error).toMatchObject({
        name: 'StaleViewError',
        code: 'outdated',
        current: { plan: { contentHash: expect.stringMatching(/^sha256:/) } },
      });
    });

    it('says that a source gives no answer, and when to ask again', async () => {
      world.repository.down = true;
      try {
        const { status, headers, body } = await call('POST', '/plans', {
          body: move,
        });
        expect(status).toBe(503);
        expect(body.error.name).toBe('SourceUnreachableError');
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      } finally {
        world.repository.down = false;
      }
    });
  });

  describe('text that no database keeps', () => {
    it.each([
      ['a NUL', { reason: 'a\0b' }, 'body.reason: contains a NUL character'],
      ['half a character', { reason: 'a\uD800b' }, 'lone surrogate'],
      ['a year no calendar has', { notBefore: '9999-12-31T00:00:00Z' }, '2999'],
      ['a reserved key', { constructor: 'x' }, 'the key constructor'],
    ])('is told of %s with its place', async (_, wrong, message) => {
      const { status, body } = await call('POST', '/promotions', {
        body: { ...move, ...wrong },
      });
      expect(status).toBe(400);
      expect(body.error.message).toContain(message);
    });

    it('is looked for in paths and queries too', async () => {
      const nul = await call('GET', '/promotions?requestedBy=a%00b');
      expect(nul.status).toBe(400);
      const proto = await call('POST', '/rules/lint', {
        body: JSON.parse('{"text":"a","__proto__":{"x":1}}'),
      });
      expect(proto.status).toBe(400);
    });
  });

  describe('a promotion that waits', () => {
    let promotionId: string;

    beforeAll(async () => {
      const view = await clientOf(olivia).createPromotion({
        body: { ...move, whenBlocked: 'wait', reason: 'next version' },
        idempotencyKey: 'k-1',
      });
      promotionId = view.promotionId;
    });

    it('is answered as the contract says', async () => {
      const view = await clientOf(olivia).getPromotion({
        params: { promotionId },
      });
      expect(contract.getPromotion.answer.parse(view)).toEqual(view);
      expect(view).toMatchObject({ reason: 'next version' });
    });

    it('is answered again for the same key and body, and refused for another body', async () => {
      const again = await clientOf(olivia).createPromotion({
        body: { ...move, whenBlocked: 'wait', reason: 'next version' },
        idempotencyKey: 'k-1',
      });
      expect(again.promotionId).toBe(promotionId);
      await expect(
        clientOf(olivia).createPromotion({
          body: { ...move, whenBlocked: 'wait', reason: 'another' },
          idempotencyKey: 'k-1',
        }),
      ).rejects.toMatchObject({ status: 409, code: 'key-reused' });
    });

    it('is found in the list, in the view and with its records', async () => {
      const { items } = await clientOf(olivia).listPromotions({
        query: { componentRef, limit: 5 },
      });
      expect(items.map(item => item.promotionId)).toEqual([promotionId]);
      const view = await clientOf(olivia).getComponent({ params });
      expect(view.paths[0]).toMatchObject({
        status: 'in-progress',
        promotion: { promotionId },
      });
      expect(view.lanes[1]?.openPromotionId).toBe(promotionId);
      const {
        items: records,
        chain,
        length,
      } = await clientOf(olivia).listEvents({
        params: { promotionId },
      });
      expect(chain).toBe('intact');
      expect(length).toBe(records.length);
      expect(records[0]).toMatchObject({ sequence: 1 });
    });

    it.each([
      ['a service', service],
      ['an agent that acts for a person', agent],
    ])('takes no vote and no override from %s', async (_, as) => {
      const vote = await call('POST', `/promotions/${promotionId}/approvals`, {
        as,
        body: { decision: 'approved', contentHash: hash },
      });
      expect(vote.status).toBe(403);
      expect(vote.body.error.message).toContain(
        'Only a signed-in person can do this',
      );
      const override = await call(
        'POST',
        `/promotions/${promotionId}/overrides`,
        {
          as,
          body: {
            target: { kind: 'gate', gateId: 'coverage' },
            contentHash: hash,
            reason: 'because',
          },
        },
      );
      expect(override.status).toBe(403);
    });

    it('shows each viewer what they may do', async () => {
      const commandsOf = async (user: string) => {
        const view = await clientOf(
          mockCredentials.user.header(`user:default/${user}`),
        ).getPromotion({ params: { promotionId } });
        return view.commands.filter(one => one.allowed).map(one => one.name);
      };
      expect(await commandsOf('olivia')).not.toContain('override');
      expect(await commandsOf('sam')).toContain('override');
      expect(await commandsOf('olivia')).toContain('cancel');
    });

    it('is cancelled by a command with a reason', async () => {
      const view = await clientOf(olivia).cancel({
        params: { promotionId },
        body: { reason: 'not today' },
      });
      expect(view.promotion?.state).toBe('cancelled');
      expect(view.promotion?.timeline.at(-1)?.message).toMatch(/not today/);
    });
  });

  describe('evidence', () => {
    const observedAt = new Date().toISOString();
    const digest = fakeDigest(checkoutImage, '2.4.0');
    const image = { name: checkoutImage, tag: '2.4.0', digest };
    const subject = { type: 'release', componentRef, image };
    const coverage = {
      subject,
      facts: { kind: 'coverage', covered: 85, valid: 100 },
      observedAt,
    };

    it('answers for which release and gates it counts, and what they say now', async () => {
      const { status, body } = await call('POST', '/evidence', {
        as: service,
        body: coverage,
      });
      expect(status).toBe(201);
      expect(contract.recordEvidence.answer.parse(body)).toEqual(body);
      expect(body).toMatchObject({
        evidence: { tier: 'machine', producer: 'external:test-service' },
        releases: [{ version: '2.4.0' }],
        gates: [
          {
            from: 'dev',
            to: 'staging',
            gate: { kind: 'coverage', status: 'passed' },
          },
        ],
        message: expect.stringContaining('checkout 2.4.0'),
      });
    });

    it('is only asserted when a person sends it, and passes nothing', async () => {
      const { body } = await call('POST', '/evidence', {
        body: {
          ...coverage,
          facts: { kind: 'code-quality', files: 9, lintErrors: 0 },
        },
      });
      expect(body.evidence.tier).toBe('asserted');
      expect(body.gates.every(({ gate }) => gate.status !== 'passed')).toBe(
        true,
      );
    });

    it.each([
      [
        'a kind it is not declared for',
        {
          ...coverage,
          facts: { kind: 'code-quality', files: 9, lintErrors: 0 },
        },
        403,
        'not declared as a producer of code-quality',
      ],
      [
        'a component it is not declared for',
        {
          ...coverage,
          subject: { ...subject, componentRef: 'component:default/search' },
        },
        403,
        'for search',
      ],
      [
        'a moment ahead of time',
        { ...coverage, observedAt: '2999-01-01T00:00:00Z' },
        400,
        'clock',
      ],
      [
        'a subject that names no release',
        { ...coverage, subject: { type: 'release', componentRef } },
        400,
        'names no release',
      ],
      [
        'an environment the rules do not have',
        {
          ...coverage,
          facts: { kind: 'alerts', critical: [] },
          subject: { type: 'environment', componentRef, environment: 'qa' },
        },
        400,
        'no environment qa',
      ],
    ])('of a service is refused for %s', async (_, body, status, message) => {
      const answer = await call('POST', '/evidence', { as: service, body });
      expect(answer.status).toBe(status);
      expect(answer.body.error.message).toContain(message);
    });

    it('may be sent late', async () => {
      const { status } = await call('POST', '/evidence', {
        as: service,
        body: { ...coverage, observedAt: '2026-01-01T00:00:00Z' },
      });
      expect(status).toBe(201);
    });

    it('takes one build record a digest, and the commit from it', async () => {
      const build = (commit: string) => ({
        subject,
        facts: {
          kind: 'build',
          images: [image],
          repository: 'acme/checkout',
          commit,
          version: '2.4.0',
        },
        observedAt,
      });
      const first = await call('POST', '/evidence', {
        as: service,
        body: build('abcdef1'),
      });
      expect(first.status).toBe(201);
      const second = await call('POST', '/evidence', {
        as: service,
        body: build('1234567'),
      });
      expect(second.status).toBe(409);
      expect(second.body.error.message).toContain('A digest is built once');
      const view = await clientOf(olivia).getComponent({ params });
      expect(view.paths[0]?.release?.commit).toBe('abcdef1');
    });

    it('is listed, newest first', async () => {
      const { items } = await clientOf(olivia).listEvidence({
        query: { componentRef, kind: 'coverage' },
      });
      expect(items.map(item => item.observedAt)).toEqual([
        observedAt,
        '2026-01-01T00:00:00.000Z',
      ]);
    });
  });

  it('follows what somebody pushed, when asked to look', async () => {
    world.repository.push(
      'services/checkout/overlays/dev/kustomization.yaml',
      checkoutManifest('2.5.0'),
      'Ann',
    );
    const { status, body } = await call(
      'POST',
      '/components/component/default/checkout/refresh',
    );
    expect([status, body]).toEqual([202, { collecting: true }]);
  });
});

describe('The routes under a policy that denies', () => {
  let world: FakeBackend;

  beforeAll(async () => {
    world = await startFakeBackend([
      mockServices.permissions.factory({ result: AuthorizeResult.DENY }),
    ]);
  });
  afterAll(() => world?.backend.stop());

  it.each([
    ['GET', '/components/component/default/checkout', undefined],
    ['POST', '/plans', move],
    ['POST', '/promotions', move],
    ['GET', '/rules/default', undefined],
    [
      'POST',
      '/evidence',
      {
        subject: { type: 'release', componentRef, commit: 'abcdef1' },
        facts: { kind: 'coverage', covered: 1, valid: 1 },
        observedAt: '2026-01-01T00:00:00Z',
      },
    ],
  ])('refuse %s %s and name the permission', async (method, path, body) => {
    const response = await fetch(`${world.url}${path}`, {
      method,
      headers: {
        authorization: olivia,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(response.status).toBe(403);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toMatch(/permission promotion\./);
  });

  it('show an empty list', async () => {
    const response = await fetch(`${world.url}/promotions`, {
      headers: { authorization: olivia },
    });
    expect(await response.json()).toEqual({ items: [] });
  });
});
