// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusClient } from './PrometheusClient';
import type { PrometheusSettings } from './PrometheusSettings';
import { defaultTemplates } from './queries';

const TOKEN = 'test-token-that-must-not-leak';
const at = { time: '1788264000.000', signal: new AbortController().signal };
const QUERY = 'sum(up)';

/** Asks a server that answers this way. */
async function ask(
  listener: RequestListener,
  settings: Partial<PrometheusSettings> = {},
) {
  const server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await new PrometheusClient({
      url,
      queries: defaultTemplates,
      ...settings,
    }).query(QUERY, at);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const answer =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(body));
  };
const vector = (...values: string[]) => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: values.map(value => ({
      metric: {},
      value: [1_788_264_000, value],
    })),
  },
});

describe('an answer of Prometheus', () => {
  it.each([
    ['one sample', vector('12.5'), { kind: 'value', value: '12.5' }],
    ['no sample, which is not zero', vector(), { kind: 'empty' }],
    ['not a number', vector('NaN'), { kind: 'empty' }],
    [
      'a scalar',
      { status: 'success', data: { resultType: 'scalar', result: [1, '7'] } },
      { kind: 'value', value: '7' },
    ],
    [
      'notes that are no warnings',
      { ...vector('1'), infos: ['PromQL info: might not be a counter'] },
      { kind: 'value', value: '1' },
    ],
  ])('with %s', async (_title, body, result) => {
    expect(await ask(answer(body))).toEqual(result);
  });

  it.each([
    ['infinity', answer(vector('+Inf')), /\+Inf/],
    [
      'several series',
      answer(vector('1', '2')),
      /2 series where one is needed/,
    ],
    [
      'warnings',
      answer({ ...vector('1'), warnings: ['a store was away'] }),
      /a store was away/,
    ],
    [
      'an error',
      answer(
        { status: 'error', errorType: 'execution', error: 'query timed out' },
        422,
      ),
      /422, execution: query timed out/,
    ],
    ['a refusal', answer({}, 401), /refuses our credentials/],
    [
      'HTML',
      ((_request, response) => response.end('<html>')) as RequestListener,
      /nothing of its query API/,
    ],
    [
      'a redirect',
      ((_request, response) =>
        response
          .writeHead(302, { location: 'http://169.254.169.254/' })
          .end()) as RequestListener,
      /redirects/,
    ],
    [
      'a cut connection',
      (request => request.socket.destroy()) as RequestListener,
      /did not answer/,
    ],
  ])(
    'is errored with %s, and names the query but no credentials',
    async (_title, listener, message) => {
      const result = await ask(listener, {
        credentials: { kind: 'token', token: TOKEN },
      });
      expect(result).toEqual({
        kind: 'errored',
        message: expect.stringMatching(message),
      });
      expect(JSON.stringify(result)).toContain(QUERY);
      expect(JSON.stringify(result)).not.toContain(TOKEN);
    },
  );

  it.each([
    ['a token', { kind: 'token', token: TOKEN } as const, `Bearer ${TOKEN}`],
    [
      'a password',
      { kind: 'basic', username: 'ada', password: 'pw' } as const,
      `Basic ${Buffer.from('ada:pw').toString('base64')}`,
    ],
    ['nothing', undefined, undefined],
  ])(
    'is asked for by form, with %s',
    async (_title, credentials, authorization) => {
      let seen: unknown;
      let body = '';
      await ask(
        (request, response) => {
          seen = [request.method, request.url, request.headers.authorization];
          request.on('data', chunk => {
            body += chunk;
          });
          request.on('end', () => response.end(JSON.stringify(vector('1'))));
        },
        { credentials },
      );
      expect(seen).toEqual(['POST', '/api/v1/query', authorization]);
      expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
        query: QUERY,
        time: at.time,
      });
    },
  );
});
