// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  RequestOf,
  RouteAnswer,
  RouteName,
} from 'backstage-plugin-promotion-common/client';
import type { PromotionResource } from 'backstage-plugin-promotion-node';
import type { Viewer } from '../Caller';
import type { commands } from '../commands';

/** Who asks. */
export interface Asking {
  readonly viewer: Viewer;
  readonly credentials: BackstageCredentials;
}

/** How one route is served, after who calls and what is sent are known to be in order. */
export interface Handler<N extends RouteName> {
  /**
   * What the permission is held against: one of these must be allowed, or each with `every`. Absent: the permission is
   * about nothing in particular, or the handler filters what it answers.
   */
  readonly resources?: (
    request: RequestOf<N>,
    asking: Asking,
  ) => Promise<readonly PromotionResource[]>;
  readonly every?: true;
  readonly answer: (
    request: RequestOf<N>,
    asking: Asking,
  ) => Promise<RouteAnswer<N>>;
}

/** The routes that give no command. */
export type ReadName = Exclude<RouteName, keyof typeof commands>;

/** A handler for each of them. */
export type Handlers = { readonly [N in ReadName]: Handler<N> };
