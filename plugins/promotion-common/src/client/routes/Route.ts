// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { z } from 'zod';
import type { CommandName } from '../../commands/authority';

/** Who may call: `user` = a person without an acting service; `user-or-service` = either, authorised by permission. */
export type Caller = 'user' | 'user-or-service';

/** One route: everything about it in one place. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/promotion/v1`, with `{name}` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly permission: string;
  readonly caller: Caller;
  /** The command it gives; absent: it gives none, and the route itself asks for the permission. */
  readonly command?: CommandName;
  /** How it is audited: reads low, commands medium, what lifts a rule high. */
  readonly audit: {
    readonly eventId: string;
    readonly severityLevel: 'low' | 'medium' | 'high';
  };
  /** Absent: none. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  readonly status: 200 | 201 | 202;
  /** Whether `Idempotency-Key` is understood: the same key and body gives the first answer again. */
  readonly idempotent?: boolean;
}

/** Keeps the exact types of a table of routes, from which requests and answers are typed. */
export const defineRoutes = <const R extends Record<string, Route>>(
  routes: R,
): R => routes;

/** Keeps the exact type of one route. */
export const defineRoute = <const R extends Route>(route: R): R => route;
