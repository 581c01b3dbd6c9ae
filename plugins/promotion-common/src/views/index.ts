// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export { buildComponentView } from './buildComponentView';
export { buildPromotionView, buildSummary } from './buildPromotionView';
export { evidenceAnswer, type EvidenceAnswer } from './evidenceAnswer';
export { timelineOf } from './timeline';
