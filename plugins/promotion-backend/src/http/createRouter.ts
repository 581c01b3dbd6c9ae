// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  AuditorService,
  AuthService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import express, {
  type ErrorRequestHandler,
  type Request,
  type Response,
} from 'express';
import Router from 'express-promise-router';
import {
  contract,
  type Route,
  type RouteName,
} from 'backstage-plugin-promotion-common/client';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import { StaleViewError } from '../promotions/PromotionService';
import { answerOnce, type AnswerOnceOptions } from './answerOnce';
import { auditing } from './auditing';
import { callerOf, checkCaller } from './callerOf';
import { createHandlers, type HandlerPorts } from './createHandlers';
import { errorAnswerOf, type ErrorAnswer } from './errorResponse';
import type { Asking } from './Handlers';
import { parseRequest, type ParsedRequest } from './parseRequest';
import { promotionView } from './viewing';

const BODY_LIMIT = '256kb';

/** What the router needs. */
export interface RouterOptions extends HandlerPorts {
  readonly httpAuth: HttpAuthService;
  readonly auth: AuthService;
  readonly auditor: AuditorService;
  readonly once: AnswerOnceOptions;
  /** Sees every answer before it is sent; tests hold it against the contract. */
  readonly onAnswer?: (name: RouteName, answer: unknown) => void;
}

/** A handler as the router calls it: the table of handlers guarantees that request and answer are of its route. */
interface LooseHandler {
  readonly resources?: (
    request: ParsedRequest,
    asking: Asking,
  ) => Promise<readonly PromotionResource[]>;
  readonly answer: (request: ParsedRequest, asking: Asking) => Promise<unknown>;
}

/**
 * The routes under `/v1`, made from the contract. Each: who calls, may they (the policy), is it well-formed, have we
 * answered it before, then one handler; audited from first to last.
 */
export function createRouter(options: RouterOptions): express.Router {
  const router = Router();
  const handlers = createHandlers(options);
  router.use(express.json({ limit: BODY_LIMIT }));
  for (const [name, route] of Object.entries<Route>(contract)) {
    // `Object.entries` forgets which handler belongs to which name; both tables have the same keys.
    const routeName = name as RouteName;
    const handler = handlers[routeName] as unknown as LooseHandler;
    const path = `/v1${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
    const serve = (req: Request, res: Response) =>
      serveRoute({ name: routeName, route, handler, req, res, options });
    if (route.method === 'GET') router.get(path, serve);
    else if (route.method === 'POST') router.post(path, serve);
    else router.delete(path, serve);
  }
  router.use(answerErrors());
  return router;
}

interface Serving {
  readonly name: RouteName;
  readonly route: Route;
  readonly handler: LooseHandler;
  readonly req: Request;
  readonly res: Response;
  readonly options: RouterOptions;
}

async function serveRoute(serving: Serving): Promise<void> {
  const { name, route, handler, req, res, options } = serving;
  const credentials = await options.httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const caller = callerOf(credentials, options.auth);
  const asking = { caller, credentials };
  const event = await options.auditor.createEvent({
    ...auditing[name],
    request: req,
    meta: { caller: caller.actor, ...identifiersOf(req) },
  });
  try {
    checkCaller(route, caller);
    await options.authorization.require(route.permission, credentials);
    const request = parseRequest(route, req);
    if (handler.resources) {
      await options.authorization.requireOn(
        route.permission,
        credentials,
        await handler.resources(request, asking),
      );
    }
    const answer = await answerOnce(
      {
        scope: `${caller.actor.ref} ${name}`,
        key: route.idempotent ? req.header('idempotency-key') : undefined,
        request,
      },
      options.once,
      () => handler.answer(request, asking),
    );
    options.onAnswer?.(name, answer);
    await event.success();
    res.status(route.status).json(answer);
  } catch (error) {
    await event.fail({ error: toAuditable(error) });
    const told = errorAnswerOf(error);
    if (!told) throw error;
    send(req, res, await withCurrent(told, error, { asking, options }));
  }
}

/** Ids only: what people wrote is not for the log. */
function identifiersOf(req: Request): { promotionId?: string; name?: string } {
  const { promotionId, name } = req.params;
  return {
    ...(promotionId !== undefined && { promotionId }),
    ...(name !== undefined && { name }),
  };
}

function toAuditable(error: unknown): Error {
  const { name, message } = toError(error);
  const auditable = new Error(message);
  auditable.name = name;
  return auditable;
}

/** A caller who was late is shown what stands now. */
async function withCurrent(
  told: ErrorAnswer,
  error: unknown,
  seen: { readonly asking: Asking; readonly options: RouterOptions },
): Promise<ErrorAnswer> {
  if (!(error instanceof StaleViewError)) return told;
  const { promotionId } = error.current;
  if (promotionId === undefined) return told;
  const promotion = await promotionView(
    promotionId,
    seen.asking,
    seen.options,
  ).catch(() => undefined);
  if (!promotion) return told;
  const current = { ...told.error.current, promotion };
  return { ...told, error: { ...told.error, current } };
}

/** Errors from before a route is reached: an unreadable body. */
function answerErrors(): ErrorRequestHandler {
  return (error, req, res, next) => {
    const told = errorAnswerOf(error);
    if (told && !res.headersSent) send(req, res, told);
    else next(error);
  };
}

function send(req: Request, res: Response, told: ErrorAnswer): void {
  const { status, retryAfterSeconds, error } = told;
  if (retryAfterSeconds !== undefined) {
    res.setHeader('Retry-After', retryAfterSeconds);
  }
  res.status(status).json({
    error,
    request: { method: req.method, url: req.originalUrl },
    response: { statusCode: status },
  });
}
