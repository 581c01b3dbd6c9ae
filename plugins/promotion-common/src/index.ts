// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './model';
export * from './rules';
export * from './gates';
export * from './manifests';
export * from './approvals';
export * from './explain';
export * from './plan';
export * from './lifecycle';
export * from './facts';
export * from './commands';
export * from './permissions';
export * from './views';
