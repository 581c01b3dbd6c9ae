// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './Situation';
export * from './ready';
export * from './awaitingApproval';
export * from './blocked';
export * from './rolledBack';
export * from './troubled';
