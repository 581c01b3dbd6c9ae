// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { isRecord } from '../../http/isRecord';
import { ArgocdContext, callerOf, mayRead } from '../ArgocdContext';

/** Login, who am I, what may I, which version. */
export function sessionRoutes(context: ArgocdContext): Router {
  const router = PromiseRouter();

  router.get('/api/version', (request, response) => {
    const version = { Version: 'v3.5.1+sandbox' };
    let known = true;
    try {
      callerOf(context, request);
    } catch {
      known = false;
    }
    response.json(
      known
        ? {
            ...version,
            BuildDate: '2026-08-12T00:00:00Z',
            GoVersion: 'go1.25',
            Platform: 'linux/amd64',
          }
        : version,
    );
  });

  router.post('/api/v1/session', (request, response) => {
    const body = isRecord(request.body) ? request.body : {};
    response.json({
      token: context.sessions.login(body.username, body.password),
    });
  });

  router.delete('/api/v1/session', (_request, response) => {
    // Only the cookie goes; the token stays good.
    response
      .set('set-cookie', 'argocd.token=; path=/; HttpOnly')
      .json({ token: '' });
  });

  router.get('/api/v1/session/userinfo', (request, response) => {
    let answer: Record<string, unknown> = {};
    try {
      const caller = callerOf(context, request);
      answer = { loggedIn: true, username: caller.username, iss: 'argocd' };
    } catch {
      // Without a session this answers 200 and an empty object.
    }
    response.json(answer);
  });

  router.get(
    '/api/v1/account/can-i/:resource/:action/*',
    (request, response) => {
      const caller = callerOf(context, request);
      const params: Readonly<Record<string, string | undefined>> =
        request.params;
      const project = (params[0] ?? '').split('/')[0] ?? '';
      const action = params.action ?? '';
      const allowed =
        mayRead(caller, project) &&
        (action === 'get' || (action === 'sync' && caller.rights === 'sync'));
      response.json({ value: allowed ? 'yes' : 'no' });
    },
  );
  return router;
}
