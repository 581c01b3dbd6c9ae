// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './ActualStateSource';
export * from './CallContext';
export * from './Clock';
export * from './Deployer';
export * from './DesiredStateSource';
export * from './errors';
export * from './EvidenceProvider';
export * from './extensionPoints';
export * from './Notifier';
export * from './promotionTrailers';
export * from './recordOf';
export * from './Validator';
export * from './permissions';
