// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './GateFacts';
export * from './evaluateGates';
export * from './formatDuration';
export * from './gateBlocks';
export * from './newestEvidence';
export * from './evidenceSubject';
export * from './liveInterval';
export { MAX_STATE_AGE_MS } from './observedState';
export * from './questionOf';
