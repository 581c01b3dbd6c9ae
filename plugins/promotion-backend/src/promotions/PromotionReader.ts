// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { PromotionStore } from './PromotionStore';

/** What the edge may read of promotions: it never writes any. */
export type PromotionReader = Pick<PromotionStore, 'get' | 'list' | 'records'>;

/** Where the edge keeps first answers. */
export type IdempotencyKeys = Pick<
  PromotionStore,
  'claimIdempotencyKey' | 'rememberAnswer' | 'forgetIdempotencyKey'
>;
