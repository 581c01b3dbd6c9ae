// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from '../rules/rulesJsonSchema';
export * from './invariants';
export * from './lifecycleWords';
export * from './renderLifecycleDoc';
export * from './rulesReference';
export * from './transitionTable';
