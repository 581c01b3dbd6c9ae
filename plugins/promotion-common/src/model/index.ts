// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './Actor';
export * from './Approval';
export * from './EnvironmentState';
export * from './Evidence';
export * from './Explanation';
export * from './Gate';
export * from './Hold';
export * from './Plan';
export * from './Readiness';
export * from './Release';
export * from './contentHash';
export * from './decimal';
export * from './formatMoment';
export * from './moment';
export * from './movingTag';
export * from './quantities';
export * from './releaseId';
export * from './sameCommit';
export * from './sameImage';
export * from './scalars';
export * from './titles';
