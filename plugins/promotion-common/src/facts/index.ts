// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './Snapshot';
export * from './readinessFactsOf';
