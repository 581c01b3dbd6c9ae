// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ArgocdTestBed, startArgocd } from '../__testUtils__/startArgocd';

const APPS = '/api/v1/applications';
const APP = `${APPS}/checkout-staging`;

let bed: ArgocdTestBed;
beforeEach(async () => {
  bed = await startArgocd();
});
afterEach(() => bed.stop());

/** A call with headers of one's own. */
async function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
) {
  const answer = await fetch(`${bed.sandbox.argocdUrl}${path}`, {
    method,
    headers,
    body,
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text: await answer.text(),
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const denied = {
  error: 'permission denied',
  code: 7,
  message: 'permission denied',
};

describe('who may see and do what', () => {
  it.each([
    ['an unknown application without project', `${APPS}/nope`, 403, denied],
    [
      'an unknown application of a permitted project',
      `${APPS}/nope?project=shop`,
      404,
      {
        error: 'applications.argoproj.io "nope" not found',
        code: 5,
        message: 'applications.argoproj.io "nope" not found',
      },
    ],
    [
      'an application of another project',
      `${APP}?project=default`,
      404,
      {
        error: 'applications.argoproj.io "checkout-staging" not found',
        code: 5,
        message: 'applications.argoproj.io "checkout-staging" not found',
      },
    ],
    [
      'a namespace that is not enabled',
      `${APP}?appNamespace=elsewhere`,
      403,
      denied,
    ],
  ])('%s', async (_title, path, status, json) => {
    expect(await bed.call('GET', path)).toMatchObject({ status, json });
  });

  it('refuses more than one project', async () => {
    expect(
      (await bed.call('GET', `${APP}?project=a&project=b`)).json.code,
    ).toBe(3);
  });

  it('denies projects outside the account’s, given or not', async () => {
    bed.sandbox.argocd.sessions.addAccount({
      username: 'other',
      password: 'p',
      rights: 'sync',
      projects: ['other'],
    });
    const token = bearer(bed.sandbox.argocd.sessions.issue('other'));
    for (const path of [APP, `${APP}?project=shop`]) {
      expect(await raw('GET', path, token)).toMatchObject({
        status: 403,
        text: JSON.stringify(denied),
      });
    }
    expect(JSON.parse((await raw('GET', APPS, token)).text).items).toEqual([]);
  });

  it('lets a reader read and names the missing right when it syncs', async () => {
    bed.sandbox.argocd.sessions.addAccount({
      username: 'reader',
      password: 'p',
      rights: 'read',
    });
    const headers = {
      ...bearer(bed.sandbox.argocd.sessions.issue('reader')),
      'content-type': 'application/json',
    };
    expect((await raw('GET', APP, headers)).status).toBe(200);
    const sync = await raw('POST', `${APP}/sync`, headers, '{}');
    expect(JSON.parse(sync.text)).toMatchObject({
      code: 7,
      message:
        'permission denied: applications, sync, shop/checkout-staging, sub: reader, iat: 2026-09-01T12:00:00Z',
    });
    const can = await raw(
      'GET',
      '/api/v1/account/can-i/applications/sync/shop%2Fcheckout-staging',
      headers,
    );
    expect(JSON.parse(can.text)).toEqual({ value: 'no' });
  });
});

describe('sessions', () => {
  const login = (password: string) =>
    bed.call('POST', '/api/v1/session', { username: 'promotion', password });

  it('gives a token for a day and then says it is expired', async () => {
    const { json } = await login('sandbox-argocd-password');
    expect(json.token.split('.')).toHaveLength(3);
    expect((await raw('GET', APP, bearer(json.token))).status).toBe(200);
    await bed.clock.advance(24 * 3_600_000);
    expect(
      JSON.parse((await raw('GET', APP, bearer(json.token))).text),
    ).toEqual({
      error: 'invalid session: token has invalid claims: token is expired',
      code: 16,
      message: 'invalid session: token has invalid claims: token is expired',
    });
  });

  it('refuses even the right password after five failures within five minutes', async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await login('wrong')).toMatchObject({
        status: 401,
        json: { message: 'Invalid username or password' },
      });
    }
    expect((await login('sandbox-argocd-password')).status).toBe(401);
    await bed.clock.advance(301_000);
    expect((await login('sandbox-argocd-password')).status).toBe(200);
  });

  it.each([
    ['no token', {}, 'no session information'],
    [
      'a bearer that is not three parts',
      bearer('abc'),
      'no session information',
    ],
    [
      'a forged signature',
      bearer('eyJ.eyJ.xxx'),
      'invalid session: token signature is invalid: signature is invalid',
    ],
  ])(
    'says 401 to %s',
    async (_title, headers: Record<string, string>, message) => {
      const answer = await raw('GET', APP, headers);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.text)).toEqual({
        error: message,
        code: 16,
        message,
      });
    },
  );

  it('says 401 to a revoked token', async () => {
    bed.sandbox.argocd.sessions.revoke(bed.token);
    expect((await bed.call('GET', APP)).json.message).toBe(
      'invalid session: token is revoked, please re-login',
    );
  });
});

describe('the gateway’s manners', () => {
  it.each([
    ['application/json; charset=utf-8', 'POST', `${APP}/sync`],
    ['text/plain', 'POST', `${APP}/sync`],
    ['', 'DELETE', `${APP}/operation`],
  ])(
    'answers 415 in plain text to content type "%s" on %s',
    async (type, method, path) => {
      const headers = {
        ...bearer(bed.token),
        ...(type ? { 'content-type': type } : {}),
      };
      const answer = await raw(
        method,
        path,
        headers,
        method === 'POST' ? '{}' : undefined,
      );
      expect(answer).toMatchObject({
        status: 415,
        type: 'text/plain; charset=utf-8',
      });
    },
  );

  it.each([
    ['an unknown route', 'GET', '/api/v1/nonsense', 404, 'Not Found\n'],
    ['a wrong method', 'POST', APP, 405, 'Method Not Allowed\n'],
  ])('answers %s in plain text', async (_title, method, path, status, text) => {
    const answer = await raw(
      method,
      path,
      { ...bearer(bed.token), 'content-type': 'application/json' },
      method === 'POST' ? '{}' : undefined,
    );
    expect(answer).toEqual({ status, type: 'text/plain; charset=utf-8', text });
  });

  it('answers 200 and HTML outside /api: a wrong root path looks like success', async () => {
    const answer = await raw(
      'GET',
      '/wrong/api/v1/applications',
      bearer(bed.token),
    );
    expect(answer.status).toBe(200);
    expect(answer.type).toMatch(/^text\/html/);
  });

  it('decodes bodies as Go does: positions are numbers, whatever the description says', async () => {
    const answer = await bed.call('POST', `${APP}/sync`, {
      sourcePositions: ['1'],
      revisions: ['x'],
    });
    expect(answer.json.code).toBe(3);
    const flag = await bed.call('POST', `${APP}/sync`, { prune: 'yes' });
    expect(flag.json.message).toMatch(
      /^json: cannot unmarshal string into Go struct field .*prune of type bool$/,
    );
  });

  it('can disappear and come back', async () => {
    bed.sandbox.faults.argocd.add({ name: 'gone', effect: { kind: 'drop' } });
    await expect(bed.call('GET', APP)).rejects.toThrow();
    bed.sandbox.faults.argocd.clear('gone');
    expect((await bed.call('GET', APP)).status).toBe(200);
  });
});

describe('refusals of operations', () => {
  it('refuses in the real order: window, revision, running operation', async () => {
    bed.sandbox.argocd.windows.set([
      {
        kind: 'deny',
        schedule: '* * * * *',
        duration: '1h',
        manualSync: false,
        applications: ['*'],
        active: true,
      },
    ]);
    expect((await bed.call('POST', `${APP}/sync`, {})).json).toMatchObject({
      code: 7,
      message: 'cannot sync: blocked by sync window',
    });
    expect((await bed.call('GET', `${APP}/syncwindows`)).json).toMatchObject({
      canSync: false,
    });
    bed.sandbox.argocd.windows.set([]);
    const unresolved = await bed.call('POST', `${APP}/sync`, {
      revision: 'nope',
    });
    expect(unresolved.json.message).toMatch(/^error resolving repo revision: /);
    expect((await bed.call('POST', `${APP}/sync`, {})).status).toBe(200);
    expect((await bed.call('POST', `${APP}/sync`, {})).json.message).toBe(
      'another operation is already in progress',
    );
  });

  it('has nothing to terminate', async () => {
    expect(await bed.call('DELETE', `${APP}/operation`)).toMatchObject({
      status: 400,
      json: {
        code: 3,
        message: 'Unable to terminate operation. No operation is in progress',
      },
    });
  });

  it('knows the history it can roll back to', async () => {
    expect(
      (await bed.call('POST', `${APP}/rollback`, { id: 7 })).json.message,
    ).toBe(
      'application argocd/checkout-staging does not have deployment with id 7',
    );
  });
});

describe('with auto-sync on', () => {
  beforeEach(async () => {
    await bed.stop();
    bed = await startArgocd({ automated: { prune: true } });
  });

  it('refuses a commit id, takes none and the tracked branch', async () => {
    const sha = '0123456789012345678901234567890123456789';
    expect(
      await bed.call('POST', `${APP}/sync`, { revision: sha }),
    ).toMatchObject({
      status: 400,
      json: {
        code: 9,
        message: `Cannot sync to ${sha}: auto-sync currently set to main`,
      },
    });
    expect(
      (await bed.call('POST', `${APP}/sync`, { revision: 'main' })).status,
    ).toBe(200);
  });

  it('refuses a rollback', async () => {
    expect(
      (await bed.call('POST', `${APP}/rollback`, { id: 0 })).json.message,
    ).toBe('rollback cannot be initiated when auto-sync is enabled');
  });
});

describe('lists and streams', () => {
  it('fills in the health of resources for one application and not in the list', async () => {
    const one = (await bed.call('GET', APP)).json;
    const list = (await bed.call('GET', APPS)).json;
    expect(one.status.resources[0].health).toEqual({ status: 'Healthy' });
    expect(list.items[0].status.resources[0].health).toBeUndefined();
  });

  it.each([
    ['selector=component%3Dcheckout', 1],
    ['selector=component%20in%20(search,checkout),environment', 1],
    ['selector=component!%3Dcheckout', 0],
    ['projects=shop', 1],
    ['projects=default', 0],
  ])('filters by %s', async (query, count) => {
    expect((await bed.call('GET', `${APPS}?${query}`)).json.items).toHaveLength(
      count,
    );
  });

  it('cuts the list down to the fields asked for', async () => {
    const fields = 'items.metadata.name,items.status.sync.status';
    expect((await bed.call('GET', `${APPS}?fields=${fields}`)).json).toEqual({
      items: [
        {
          metadata: { name: 'checkout-staging' },
          status: { sync: { status: 'Synced' } },
        },
      ],
    });
  });

  it('streams the present state first, and an error without newline when it breaks off', async () => {
    bed.sandbox.faults.argocd.cutStreamAfterEvents = 1;
    const answer = await raw(
      'GET',
      '/api/v1/stream/applications?name=checkout-staging',
      bearer(bed.token),
    );
    const [first = '', last = '', ...rest] = answer.text.split('\n');
    expect(JSON.parse(first).result).toMatchObject({
      type: 'ADDED',
      application: { metadata: { name: 'checkout-staging' } },
    });
    expect(JSON.parse(last).error).toMatchObject({
      grpc_code: 14,
      http_code: 503,
    });
    expect(rest).toEqual([]);
  });
});
