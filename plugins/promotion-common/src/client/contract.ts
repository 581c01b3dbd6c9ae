// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { commandRoutes } from './routes/commandRoutes';
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
  ...commandRoutes,
  ...evidenceRoutes,
  ...rulesRoutes,
};

/** The names of the routes. */
export type RouteName = keyof typeof contract;

export type { Caller, Route } from './routes/Route';
