// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type { CommandAnswer, RequestOf, RouteName } from './contract';
export * from './PromotionApiError';
export * from './PromotionClient';
