// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './contract';
export * from './openapi';
export * from './PromotionApiError';
export * from './PromotionClient';
