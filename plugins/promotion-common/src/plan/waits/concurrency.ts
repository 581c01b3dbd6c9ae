// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { waitKind } from './WaitKind';

/** As many promotions execute into the target as may at once. */
export const concurrency = waitKind<{
  readonly executing: number;
  readonly max: number;
}>({
  kind: 'concurrency',
  title: 'Limit of promotions at once',
  liftedBy: 'turn',
  stopsRollback: false,
  of: ({ concurrency: limit }) =>
    limit && limit.executing >= limit.max ? [limit] : [],
  until: () => undefined,
  message: ({ executing, max }, { path }) =>
    `${executing} of at most ${max} promotions into ${path.to} are running.`,
});
