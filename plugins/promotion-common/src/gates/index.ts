// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export { evaluateGates } from './evaluateGates';
export { gateKindOf, gateTable, questionOf } from './gateTable';
export { isFromTheFuture } from './judgeRecords';
export { liveInterval } from './liveInterval';
export { isAboutRelease, knownCommits, toolOf } from './look';
