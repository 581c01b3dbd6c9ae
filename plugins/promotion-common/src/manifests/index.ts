// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './ManifestProblem';
export * from './applyFieldWrites';
export * from './differencesNotMoving';
export * from './fieldPointer';
export * from './planImageWrites';
export * from './readImages';
export * from './unifiedDiff';
