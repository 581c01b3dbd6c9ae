// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  AuditorService,
  AuthService,
  BackstageCredentials,
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
} from 'backstage-plugin-promotion-common/contract';
import {
  promotionReadPermission,
  type PromotionView,
} from 'backstage-plugin-promotion-common';
import {
  permissionRefusal,
  refusedToCaller,
} from 'backstage-plugin-promotion-common/commands';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type { Caller, Viewer } from '../Caller';
import {
  answerOnce,
  commands,
  type CommandAnswered,
  type CommandPorts,
} from '../commands';
import { refuse, RefusedError } from '../RefusedError';
import { isAboutNothing, nothing } from './Authorization';
import { callerOf } from './callerOf';
import { createHandlers, type HandlerPorts } from './createHandlers';
import { errorAnswerOf, type ErrorAnswer } from './errorResponse';
import type { Asking } from './Handlers';
import { parseRequest, type ParsedRequest } from './parseRequest';

const BODY_LIMIT = '256kb';

/** What the router needs. */
export interface RouterOptions extends HandlerPorts {
  readonly httpAuth: HttpAuthService;
  readonly auth: AuthService;
  readonly auditor: AuditorService;
  /** Sees every answer before it is sent; tests hold it against the contract. */
  readonly onAnswer?: (name: string, answer: unknown) => void;
}

/** A handler as the router calls it: the table of handlers guarantees that request and answer are of its route. */
interface LooseHandler {
  readonly every?: true;
  readonly resources?: (
    request: ParsedRequest,
    asking: Asking,
  ) => Promise<readonly PromotionResource[]>;
  /** Whether the caller may know of what it is about at all. @throws NotFoundError */
  readonly assertVisible?: (
    request: ParsedRequest,
    asking: Asking,
  ) => Promise<void>;
  /** What is remembered for a repeated request; ids only where `show` makes the rest. */
  readonly answer: (request: ParsedRequest, asking: Asking) => Promise<unknown>;
  /** Makes of that what this caller can read now, also for a repeated request. Absent: it is the answer. */
  readonly show?: (answer: unknown, asking: Asking) => Promise<unknown>;
}

/** A command as the router calls it. */
interface LooseCommand {
  readonly about: (
    request: ParsedRequest,
    ports: CommandPorts,
  ) => Promise<string> | string;
  readonly run: (
    request: ParsedRequest,
    viewer: Viewer,
    ports: CommandPorts,
  ) => Promise<unknown>;
}

/**
 * The routes under `/v1`, made from the contract. Each: who calls, may they (the policy), is it well-formed, have we
 * answered it before, then one handler; audited from first to last.
 */
export function createRouter(options: RouterOptions): express.Router {
  const router = Router();
  const handlers = new Map<string, LooseHandler>(
    // The tables and the contract have the same keys, which `Object.entries` forgets.
    Object.entries(createHandlers(options) as object),
  );
  const given = new Map<string, LooseCommand>(
    Object.entries(commands as object),
  );
  router.use(express.json({ limit: BODY_LIMIT }));
  for (const [name, route] of Object.entries<Route>(contract)) {
    const command = given.get(name);
    const handler = command ? giving(command, options) : handlers.get(name);
    if (!handler) throw new TypeError(`nothing serves the route ${name}`);
    const path = `/v1${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
    const serve = (req: Request, res: Response) =>
      serveRoute({ name, route, handler, req, res, options });
    if (route.method === 'GET') router.get(path, serve);
    else if (route.method === 'POST') router.post(path, serve);
    else router.delete(path, serve);
  }
  router.use(answerErrors());
  return router;
}

interface Serving {
  readonly name: string;
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
  const event = await options.auditor.createEvent({
    ...route.audit,
    request: req,
    meta: { caller: caller.actor, ...identifiersOf(req) },
  });
  try {
    const viewer = await options.authorization.viewer(caller, credentials);
    const asking = { viewer, credentials };
    // Permissions on resources are held against them: by the core for commands, below for the rest.
    const notByThem = route.command && refusedToCaller(route.command, caller);
    if (notByThem) refuse(notByThem.refusal);
    if (isAboutNothing(route.permission) && !handler.resources) {
      assertTried(route, viewer, [nothing]);
    }
    const request = parseRequest(route, req);
    if (handler.resources) {
      const things = await handler.resources(request, asking);
      assertTried(route, viewer, things, handler.every);
    }
    await handler.assertVisible?.(request, asking);
    const kept = await answerOnce(
      {
        scope: `${caller.requesterRefs.join(' ')} ${name}`,
        key: route.idempotent ? req.header('idempotency-key') : undefined,
        request,
      },
      options.commandPorts,
      () => handler.answer(request, asking),
    );
    const answer = handler.show ? await handler.show(kept, asking) : kept;
    options.onAnswer?.(name, answer);
    await event.success();
    res.status(statusOf(route, answer)).json(answer);
  } catch (error) {
    await event.fail({ error: toAuditable(error) });
    const told = errorAnswerOf(error);
    if (!told) throw error;
    send(
      req,
      res,
      await withCurrent(told, error, { credentials, caller, options }),
    );
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

/** Permissions on resources are asked for once it is known what they are about. @throws RefusedError */
function assertTried(
  { permission }: Route,
  { may }: Viewer,
  things: readonly PromotionResource[],
  every = false,
): void {
  const isAllowed = (thing: PromotionResource) => may(permission, thing);
  const isTried = every ? things.every(isAllowed) : things.some(isAllowed);
  if (!isTried) refuse(permissionRefusal(permission));
}

/** Runs a command and answers with the promotion as it is then, as far as the caller can read it. */
function giving(command: LooseCommand, options: RouterOptions): LooseHandler {
  const { commandPorts, resources } = options;
  return {
    assertVisible: async (request, { credentials }) =>
      resources.assertVisible(
        await command.about(request, commandPorts),
        credentials,
      ),
    answer: (request, { viewer }) => command.run(request, viewer, commandPorts),
    show: async (answer, { viewer }) => {
      if (!isAboutPromotion(answer)) return answer;
      const { promotionId, existing } = answer;
      const promotion = await readable(promotionId, viewer, options);
      return {
        promotionId,
        ...(existing && { existing }),
        ...(promotion && { promotion }),
      };
    },
  };
}

function isAboutPromotion(answer: unknown): answer is CommandAnswered {
  return (
    typeof answer === 'object' && answer !== null && 'promotionId' in answer
  );
}

/** What was there already was not created. */
function statusOf({ status }: Route, answer: unknown): number {
  return isAboutPromotion(answer) && answer.existing ? 200 : status;
}

/** The view of a promotion; absent: this caller cannot read it. */
async function readable(
  promotionId: string,
  viewer: Viewer,
  { resources, views }: RouterOptions,
): Promise<PromotionView | undefined> {
  const promotion = await resources.promotion(promotionId);
  const [thing] = await resources.ofPromotions([promotion]);
  return thing && viewer.may(promotionReadPermission.name, thing)
    ? views.promotion(promotionId, viewer)
    : undefined;
}

/** A caller who was late is shown what is there now. */
async function withCurrent(
  told: ErrorAnswer,
  error: unknown,
  {
    credentials,
    caller,
    options,
  }: {
    readonly credentials: BackstageCredentials;
    readonly caller: Caller;
    readonly options: RouterOptions;
  },
): Promise<ErrorAnswer> {
  if (!(error instanceof RefusedError) || told.error.code !== 'outdated') {
    return told;
  }
  const { promotionId } = error.current;
  if (promotionId === undefined) return told;
  const viewer = await options.authorization.viewer(caller, credentials);
  const promotion = await readable(promotionId, viewer, options).catch(
    () => undefined,
  );
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
