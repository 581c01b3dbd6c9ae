// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { isError, NotFoundError } from '@backstage/errors';
import express, { ErrorRequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { join } from 'node:path';
import { isRecord } from '../http/isRecord';
import { runControlAction } from './controlActions';
import { ControlContext } from './ControlContext';
import { controlPage } from './controlPage';
import { controlState } from './controlState';

// eslint-disable-next-line no-restricted-syntax -- this package is private and only ever runs from its sources
const ASSETS = join(__dirname, '../../assets');

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status =
    { NotFoundError: 404, InputError: 400 }[isError(error) ? error.name : ''] ??
    500;
  response
    .status(status)
    .json({ error: error instanceof Error ? error.message : String(error) });
};

/** The control page at `/` and its actions below `/control`. */
export function controlRoutes(context: ControlContext): Router {
  const router = PromiseRouter();
  router.get('/', (_request, response) => {
    response
      .type('html')
      .set(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'",
      )
      .send(controlPage());
  });
  router.get('/control/page.js', (_request, response) => {
    response.sendFile('page.js', { root: ASSETS });
  });
  router.get('/control/state', async (_request, response) => {
    response.json(await controlState(context));
  });
  router.post('/control/:action', express.json(), async (request, response) => {
    // A page of another site can post forms and plain text, JSON only after asking; so only JSON counts.
    if (!request.is('application/json')) {
      response
        .status(415)
        .json({ error: 'Send the action as application/json' });
      return;
    }
    await runControlAction(
      context,
      request.params.action ?? '',
      isRecord(request.body) ? request.body : {},
    );
    response.json(await controlState(context));
  });
  router.use('/control', () => {
    throw new NotFoundError('The control page has no such address');
  });
  router.use('/control', answerError);
  return router;
}
