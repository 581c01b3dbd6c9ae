// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** Names of the catalog users (namespace `default`) that the demo sign-in knows; `examples/org.yaml` describes them. */
export const demoPeople: ReadonlySet<string> = new Set([
  'olivia',
  'sam',
  'sofia',
  'quinn',
  'erin',
  'paul',
]);
