// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { z } from 'zod';
import type { contract, Route, RouteName } from './contract';
import { endpoints } from './endpoints';
import { readPromotionApiError } from './PromotionApiError';

type Contract = typeof contract;
type PartOf<
  R extends Route,
  K extends 'params' | 'query' | 'body',
> = R[K] extends z.ZodType ? { readonly [P in K]: z.input<R[K]> } : unknown;
/** Absent where the route takes no query; optional where it requires no part of it. */
type QueryOf<R extends Route> = R['query'] extends z.ZodType
  ? object extends z.input<R['query']>
    ? { readonly query?: z.input<R['query']> }
    : { readonly query: z.input<R['query']> }
  : unknown;
type KeyOf<R extends Route> = R['idempotent'] extends true
  ? {
      /** The same key and body, within 24 hours, gives the first answer again. */
      readonly idempotencyKey?: string;
    }
  : unknown;

/** What a call takes: the route's `params`, `query` and `body`, an abort `signal`, and its `idempotencyKey` if it has one. */
export type RouteRequest<N extends RouteName> = PartOf<Contract[N], 'params'> &
  QueryOf<Contract[N]> &
  PartOf<Contract[N], 'body'> &
  KeyOf<Contract[N]> & { readonly signal?: AbortSignal };

/** What a call answers, as it stands in the contract. */
export type RouteAnswer<N extends RouteName> = z.output<Contract[N]['answer']>;

/** One method a route of the contract. Each rejects with `PromotionApiError` when the backend says no. */
export type PromotionClient = {
  readonly [N in RouteName]: (
    ...request: object extends RouteRequest<N>
      ? [request?: RouteRequest<N>]
      : [request: RouteRequest<N>]
  ) => Promise<RouteAnswer<N>>;
};

/** Where the backend is and how to call it. `fetch` brings the caller's credentials. */
export interface PromotionClientOptions {
  readonly discovery: { getBaseUrl(pluginId: string): Promise<string> };
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

type Endpoint = readonly [method: Route['method'], path: string];

interface LooseRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The one client of the promotion backend, for browser, CLI and backend modules. */
export function createPromotionClient(
  options: PromotionClientOptions,
): PromotionClient {
  const methods = Object.entries<Endpoint>(endpoints).map(
    ([name, endpoint]) => [
      name,
      (request: LooseRequest = {}) => call(options, endpoint, request),
    ],
  );
  // The table above has a method for each route, which the type of `fromEntries` cannot tell.
  return Object.fromEntries(methods) as PromotionClient;
}

async function call(
  options: PromotionClientOptions,
  [method, path]: Endpoint,
  request: LooseRequest,
): Promise<unknown> {
  const base = await options.discovery.getBaseUrl('promotion');
  const response = await options.fetch(
    `${base}/v1${pathOf(path, request.params ?? {})}${searchOf(request.query)}`,
    {
      method,
      headers: {
        accept: 'application/json',
        ...(request.body !== undefined && {
          'content-type': 'application/json',
        }),
        ...(request.idempotencyKey !== undefined && {
          'idempotency-key': request.idempotencyKey,
        }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      ...(request.signal && { signal: request.signal }),
    },
  );
  if (!response.ok) throw await readPromotionApiError(response);
  return response.json();
}

function pathOf(
  path: string,
  params: Readonly<Record<string, string>>,
): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (!value) throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
}

function searchOf(query: Readonly<Record<string, unknown>> = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
