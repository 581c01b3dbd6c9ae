// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './ManifestFormat';
export * from './ManifestProblem';
export * from './fieldPointer';
export * from './revertWrites';
export * from './unifiedDiff';
