// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ErrorRequestHandler, RequestHandler } from 'express';
import { isRecord } from '../http/isRecord';
import { ArgocdHttpError } from './ArgocdHttpError';

/** Every call but GET wants exactly this content type; a charset behind it is one character too many. */
export const requireJson: RequestHandler = (request, response, next) => {
  const isApi = request.path === '/api' || request.path.startsWith('/api/');
  if (
    isApi &&
    !['GET', 'HEAD', 'OPTIONS'].includes(request.method) &&
    request.headers['content-type'] !== 'application/json'
  ) {
    response
      .status(415)
      .set('content-type', 'text/plain; charset=utf-8')
      .end('Invalid content type\n');
    return;
  }
  next();
};

const KNOWN_ROUTES = [
  /^\/v1\/session$/,
  /^\/v1\/session\/userinfo$/,
  /^\/v1\/applications$/,
  /^\/v1\/applications\/[^/]+(\/(sync|rollback|operation|resource-tree|managed-resources|syncwindows|resource|manifests|events))?$/,
];

/** The gateway answers these itself, in plain text. */
export const answerUnknownRoute: RequestHandler = (request, response) => {
  const known = KNOWN_ROUTES.some(route => route.test(request.path));
  response
    .status(known ? 405 : 404)
    .set('content-type', 'text/plain; charset=utf-8')
    .end(known ? 'Method Not Allowed\n' : 'Not Found\n');
};

/** Errors in the gateway's envelope. */
export const answerError: ErrorRequestHandler = (
  error,
  _request,
  response,
  _next,
) => {
  if (response.headersSent) {
    response.socket?.destroy();
    return;
  }
  const known = toHttpError(error);
  response.status(known.status).json(known.body());
};

function toHttpError(error: unknown): ArgocdHttpError {
  if (error instanceof ArgocdHttpError) {
    return error;
  }
  if (isRecord(error) && error.type === 'entity.parse.failed') {
    return new ArgocdHttpError(
      3,
      'invalid character looking for beginning of value',
    );
  }
  return new ArgocdHttpError(
    13,
    `sandbox error: ${error instanceof Error ? error.message : String(error)}`,
  );
}
