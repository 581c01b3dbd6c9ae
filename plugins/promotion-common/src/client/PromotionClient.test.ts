// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contract } from './contract';
import { endpoints } from './endpoints';
import { isPromotionApiError, PromotionApiError } from './PromotionApiError';
import { createPromotionClient, type PromotionClient } from './PromotionClient';

interface Seen {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const promotionId = '5f0c1f7e-7a35-4a9e-9f0e-0a7c1c2f9d11';
const hash = `sha256:${'a'.repeat(64)}`;

describe('createPromotionClient', () => {
  let server: Server;
  let client: PromotionClient;
  let seen: Seen[];
  let answer: { status: number; body: string };

  beforeEach(async () => {
    seen = [];
    answer = { status: 200, body: '{}' };
    server = createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += chunk;
      const { method, url, headers } = req;
      seen.push({ method, url, headers, body });
      res.writeHead(answer.status, { 'content-type': 'application/json' });
      res.end(answer.body);
    });
    await new Promise<void>(done => {
      server.listen(0, '127.0.0.1', done);
    });
    const { port } = server.address() as AddressInfo;
    client = createPromotionClient({
      discovery: {
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      },
      fetch: (url, init) => fetch(url, init),
    });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(done => {
      server.close(done);
    });
  });

  it('has a method for each route of the contract', () => {
    expect(Object.keys(client).sort()).toEqual(Object.keys(contract).sort());
    expect(endpoints).toEqual(
      Object.fromEntries(
        Object.entries(contract).map(([name, { method, path }]) => [
          name,
          [method, path],
        ]),
      ),
    );
  });

  it('fills the path, escaping each segment', async () => {
    await client.liftBar({
      params: {
        kind: 'component',
        namespace: 'default',
        name: 'a.b',
        environment: 'dev',
        releaseId: hash,
      },
      body: { reason: 'mended' },
    });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: `/api/promotion/v1/components/component/default/a.b/barred/dev/${encodeURIComponent(
        hash,
      )}/lift`,
      body: '{"reason":"mended"}',
    });
  });

  it('refuses a path with a missing segment before it calls', async () => {
    await expect(
      client.getPromotion({ params: { promotionId: '' } }),
    ).rejects.toThrow('/promotions/{promotionId} needs promotionId');
    expect(seen).toEqual([]);
  });

  it('leaves absent filters out of the query', async () => {
    await client.listPromotions({
      query: { state: 'queued', environment: undefined, limit: 5 },
    });
    expect(seen[0]?.url).toBe(
      '/api/promotion/v1/promotions?state=queued&limit=5',
    );
    await client.listPromotions();
    expect(seen[1]?.url).toBe('/api/promotion/v1/promotions');
  });

  it('sends the idempotency key where it is given', async () => {
    await client.createPromotion({
      body: { componentRef: 'component:default/a', from: 'dev', to: 'staging' },
      idempotencyKey: 'run-17',
    });
    expect(seen[0]?.headers).toMatchObject({
      'idempotency-key': 'run-17',
      'content-type': 'application/json',
    });
  });

  it('sends no body and no content type with a read', async () => {
    await client.getOpenApi();
    expect(seen[0]).toMatchObject({ method: 'GET', body: '' });
    expect(seen[0]?.headers['content-type']).toBeUndefined();
  });

  it('turns a refusal into an error with its code and explanation', async () => {
    const explanation = {
      code: 'gates-block',
      tone: 'blocks',
      message: 'coverage is 78 %',
      children: [],
    };
    answer = {
      status: 409,
      body: JSON.stringify({
        error: {
          name: 'RefusedError',
          message: 'coverage stands in the way',
          code: 'gates-block',
          explanation,
        },
      }),
    };
    const error = await client
      .cancel({ params: { promotionId }, body: { reason: 'why not' } })
      .catch((caught: unknown) => caught);
    expect(isPromotionApiError(error)).toBe(true);
    expect(error).toMatchObject({
      status: 409,
      name: 'RefusedError',
      message: 'coverage stands in the way',
      code: 'gates-block',
      explanation,
    });
  });

  it.each([
    ['a proxy’s page', 502, '<html>Bad gateway</html>'],
    ['nothing at all', 504, ''],
    ['JSON of another form', 401, '{"error":"no"}'],
  ])('keeps the status when the answer is %s', async (_, status, body) => {
    answer = { status, body };
    const error = await client.getOpenApi().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PromotionApiError);
    expect(error).toMatchObject({ status, name: 'ResponseError' });
  });

  it('keeps a message whose details it cannot read', async () => {
    answer = {
      status: 409,
      body: JSON.stringify({
        error: { name: 'StaleViewError', message: 'look again', current: 7 },
      }),
    };
    await expect(
      client.getPromotion({ params: { promotionId } }),
    ).rejects.toMatchObject({ name: 'StaleViewError', message: 'look again' });
  });

  it('gives up when its signal says so', async () => {
    const signal = AbortSignal.abort();
    await expect(client.getOpenApi({ signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
