// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export * from './FakeClock';
export * from './FakeCommits';
export * from './FakeDeployments';
export * from './FakeEvidenceProvider';
export * from './FakeRepository';
export * from './fakeManifest';
export * from './deploymentsContract';
export * from './evidenceProviderContract';
export * from './repositoryContract';
