// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './ComponentView';
export * from './PromotionView';
export * from './buildComponentView';
export * from './buildPromotionView';
export * from './evidenceAnswer';
export { timelineOf } from './timeline';
