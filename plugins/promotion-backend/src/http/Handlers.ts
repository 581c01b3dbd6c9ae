// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { z } from 'zod';
import type {
  contract,
  RouteAnswer,
  RouteName,
} from 'backstage-plugin-promotion-common/client';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type { Caller } from '../Caller';

type PartOf<
  N extends RouteName,
  K extends 'params' | 'query' | 'body',
> = (typeof contract)[N] extends {
  readonly [P in K]: infer S extends z.ZodType;
}
  ? z.output<S>
  : undefined;

/** A request of one route, parsed. */
export interface RequestOf<N extends RouteName> {
  readonly params: PartOf<N, 'params'>;
  readonly query: PartOf<N, 'query'>;
  readonly body: PartOf<N, 'body'>;
}

/** Who asks. */
export interface Asking {
  readonly caller: Caller;
  readonly credentials: BackstageCredentials;
}

/** How one route is served, after who calls and what is sent are known to be in order. */
export interface Handler<N extends RouteName> {
  /**
   * What the permission is held against: one of these must be allowed. Absent: the permission is about nothing in
   * particular, or the handler filters what it answers.
   */
  readonly resources?: (
    request: RequestOf<N>,
    asking: Asking,
  ) => Promise<readonly PromotionResource[]>;
  readonly answer: (
    request: RequestOf<N>,
    asking: Asking,
  ) => Promise<RouteAnswer<N>>;
}

/** A handler for each route of the contract. */
export type Handlers = { readonly [N in RouteName]: Handler<N> };
