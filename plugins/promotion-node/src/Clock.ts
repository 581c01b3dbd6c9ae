// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Timestamp } from 'backstage-plugin-promotion-common';

/**
 * The one source of `now`. In production the database's time, so that replicas agree; in tests the test's. Read once for
 * each request, step or look, and handed on: whatever is judged together is judged at one moment.
 */
export interface Clock {
  now(): Promise<Timestamp>;
}
