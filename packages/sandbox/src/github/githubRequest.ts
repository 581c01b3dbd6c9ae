// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { GitRepository } from '../git/GitRepository';
import { isRecord } from '../http/isRecord';
import { GithubContext } from './GithubContext';
import { GithubHttpError, notFound } from './GithubHttpError';
import { GithubIdentity } from './GithubTokens';

/** Who is calling; the routes below `/repos` are only reached with a valid token. */
export function callerOf(
  context: GithubContext,
  request: Request,
): GithubIdentity {
  const identity = context.tokens.identify(request.headers.authorization);
  if (identity === 'invalid') {
    throw new GithubHttpError(401, 'Bad credentials');
  }
  if (identity === 'anonymous') {
    throw new GithubHttpError(401, 'Requires authentication');
  }
  return identity;
}

/** The repository of the path. Without a token GitHub denies that a private one exists. */
export function repositoryOf(
  context: GithubContext,
  request: Request,
): GitRepository {
  const identity = context.tokens.identify(request.headers.authorization);
  const found = context.git.find(
    `${request.params.owner}/${request.params.repo}`,
  );
  if (identity === 'invalid') {
    throw new GithubHttpError(401, 'Bad credentials');
  }
  if (identity === 'anonymous' || !found) {
    throw notFound();
  }
  return found;
}

/** The repository of the path for a write. */
export function writableRepositoryOf(
  context: GithubContext,
  request: Request,
): GitRepository {
  const repository = repositoryOf(context, request);
  const caller = callerOf(context, request);
  if (caller.access !== 'write') {
    throw new GithubHttpError(
      403,
      caller.kind === 'app'
        ? 'Resource not accessible by integration'
        : 'Resource not accessible by personal access token',
    );
  }
  return repository;
}

/** The body as an object. */
export function bodyOf(request: Request): Readonly<Record<string, unknown>> {
  if (!isRecord(request.body)) {
    throw new GithubHttpError(400, 'Problems parsing JSON');
  }
  return request.body;
}

/** A text field of the body that must be there. */
export function requiredText(
  body: Readonly<Record<string, unknown>>,
  name: string,
): string {
  const value = body[name];
  if (typeof value !== 'string') {
    throw new GithubHttpError(
      422,
      `Invalid request.\n\n"${name}" wasn't supplied.`,
    );
  }
  return value;
}

/** Answers with an ETag, and with 304 to a caller who has this state already. */
export function sendCached(
  request: Request,
  response: Response,
  body: unknown,
): void {
  const etag = `W/"${createHash('sha256')
    .update(JSON.stringify(body))
    .digest('hex')}"`;
  response
    .set('etag', etag)
    .set('cache-control', 'private, max-age=60, s-maxage=60');
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map(one => one.trim());
  if (
    known.some(
      one =>
        one === '*' || one.replace(/^W\//, '') === etag.replace(/^W\//, ''),
    )
  ) {
    response.status(304).end();
    return;
  }
  response.json(body);
}

/** Text of a query parameter given once. */
export function queryText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `per_page` and `page` as GitHub reads them: 30 by default, 100 at most. */
export function pageOf(request: Request): { perPage: number; page: number } {
  const number = (name: string, otherwise: number) => {
    const value = Number(queryText(request, name) ?? otherwise);
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };
  return {
    perPage: Math.min(number('per_page', 30), 100),
    page: number('page', 1),
  };
}

/** Sends one page of a list with GitHub's `link` header. */
export function sendPage<T>(
  request: Request,
  response: Response,
  list: { items: readonly T[]; hasMore: boolean; baseUrl: string },
): void {
  const { perPage, page } = pageOf(request);
  const link = (target: number, rel: string) => {
    const url = new URL(`${list.baseUrl}${request.originalUrl}`);
    url.searchParams.set('per_page', String(perPage));
    url.searchParams.set('page', String(target));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(list.hasMore ? [link(page + 1, 'next')] : []),
  ];
  if (links.length > 0) {
    response.set('link', links.join(', '));
  }
  sendCached(request, response, list.items);
}

/** What the `*` of a route stands for, decoded: Octokit sends `heads%2Fmain`, people `heads/main`. */
export function wildcardOf(request: Request): string {
  const params: Readonly<Record<string, string | undefined>> = request.params;
  return params[0] ?? '';
}

/** Text of a field, or undefined where it is absent or something else. */
export function optionalText(
  body: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}
