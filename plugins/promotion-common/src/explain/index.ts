// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './ReadinessParts';
export * from './explainReadiness';
export * from './gatesInOrder';
export { headline } from './headline';
export * from './helpersOf';
