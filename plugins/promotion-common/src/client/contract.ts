// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { z } from 'zod';
import { cancel } from './commands/cancel';
import { createPromotion } from './commands/createPromotion';
import { decide } from './commands/decide';
import { decideApproval } from './commands/decideApproval';
import { liftBar } from './commands/liftBar';
import { override } from './commands/override';
import { retry } from './commands/retry';
import { reviewOverride } from './commands/reviewOverride';
import { rollback } from './commands/rollback';
import { rollbackEnvironment } from './commands/rollbackEnvironment';
import { withdrawApproval } from './commands/withdrawApproval';
import { componentRoutes } from './routes/componentRoutes';
import { evidenceRoutes } from './routes/evidenceRoutes';
import { promotionRoutes } from './routes/promotionRoutes';
import { rulesRoutes } from './routes/rulesRoutes';

/**
 * The one table of routes under `/api/promotion/v1`. It parses requests in the backend, types the client, and
 * generates the published `openapi.json`. There is no second validator.
 */
export const contract = {
  ...componentRoutes,
  ...promotionRoutes,
  createPromotion,
  decideApproval,
  withdrawApproval,
  override,
  reviewOverride,
  cancel,
  rollback,
  rollbackEnvironment,
  decide,
  retry,
  liftBar,
  ...evidenceRoutes,
  ...rulesRoutes,
};

/** The names of the routes. */
export type RouteName = keyof typeof contract;

export type { Caller, Route } from './routes/Route';
export type { CommandAnswer } from './commands/triedBy';

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
