// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

export type {
  ApplicationDefinition,
  ApplicationState,
} from './argocd/ApplicationState';
export type { PastDeployment } from './argocd/ArgocdController';
export { ArgocdFaults } from './argocd/ArgocdFaults';
export type { ArgocdAccount } from './argocd/ArgocdSessions';
export { digestOf, ImageRegistry } from './argocd/ImageRegistry';
export type { SyncWindow } from './argocd/SyncWindows';
export { GitRepository } from './git/GitRepository';
export type { FileCommit } from './git/GitRepository';
export { GitStore } from './git/GitStore';
export type { BranchRule } from './github/BranchRules';
export type { CheckRun, CodeScanningAlert } from './github/CommitChecks';
export { GithubFaults } from './github/GithubFaults';
export type { GithubIdentity } from './github/GithubTokens';
export { HttpFaults } from './http/HttpFaults';
export type { FaultEffect, HttpFault } from './http/HttpFaults';
export { SeededMetrics } from './prometheus/SeededMetrics';
export * from './Sandbox';
export * from './SandboxClock';
export * from './SandboxTimings';
export * from './startSandbox';
