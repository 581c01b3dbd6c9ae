// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './effects';
export * from './events';
export * from './Progress';
export * from './Promotion';
export * from './Readiness';
export * from './states';
export * from './TransitionResult';
