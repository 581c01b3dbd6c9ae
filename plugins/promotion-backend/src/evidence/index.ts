// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './DatabaseEvidenceStore';
export * from './EvidenceCollector';
export * from './EvidenceRecorder';
export * from './EvidenceStore';
export { yieldedTiers } from './evidenceTier';
