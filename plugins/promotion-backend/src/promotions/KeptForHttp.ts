// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { Stores } from '../store/DatabaseStores';

/** What the edge reads of promotions, and where it keeps first answers. It goes once views answer every read. */
export type KeptForHttp = Pick<Stores, 'promotions' | 'idempotency'>;
