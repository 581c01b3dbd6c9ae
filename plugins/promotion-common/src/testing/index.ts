// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './events';
export * from './facts';
export * from './fixtures';
export * from './walks';
export * from './people';
export { allowedWhenRecorded } from '../lifecycle/PersonEvent';
