// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './GateKind';
export * from './evaluateGates';
export * from './formatDuration';
export * from './gateBlocks';
export * from './gateTable';
export { isFromTheFuture } from './judgeRecords';
export * from './liveInterval';
export { isAboutRelease, knownCommits, toolOf, type GateFacts } from './look';
