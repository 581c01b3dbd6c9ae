// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** What a browser says in the same words as the backend; nothing here brings a schema along. */
export * from './model/titles';
export * from './plan/planChanges';
