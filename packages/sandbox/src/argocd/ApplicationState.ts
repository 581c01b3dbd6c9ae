// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Manifest } from './kustomize/renderKustomization';

/** What an operator declares: the part of an Application the controller never changes. */
export interface ApplicationDefinition {
  readonly name: string;
  readonly project: string;
  /** `owner/name` in the sandbox's git store. */
  readonly repository: string;
  readonly path: string;
  /** Branch, tag or commit. Default `HEAD`. */
  readonly targetRevision: string;
  /** Namespace the objects go to. */
  readonly namespace: string;
  /** Absent: synced by hand. */
  readonly automated?: {
    readonly prune?: boolean;
    readonly selfHeal?: boolean;
  };
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export type HealthStatus =
  | 'Healthy'
  | 'Suspended'
  | 'Progressing'
  | 'Missing'
  | 'Degraded'
  | 'Unknown';
export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';
export type OperationPhase =
  | 'Running'
  | 'Terminating'
  | 'Succeeded'
  | 'Failed'
  | 'Error';

/** A requested synchronisation, as the API keeps it. */
export interface Operation {
  readonly sync: {
    /** Absent: what the application tracks. */
    readonly revision?: string;
    readonly prune?: boolean;
    readonly dryRun?: boolean;
    readonly resources?: readonly ResourceKey[];
    readonly syncOptions?: readonly string[];
    readonly syncStrategy?: Readonly<Record<string, unknown>>;
  };
  readonly initiatedBy: {
    readonly username?: string;
    readonly automated?: boolean;
  };
  readonly info?: readonly { readonly name: string; readonly value: string }[];
  readonly retry?: { readonly limit?: number };
}

export interface ResourceKey {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** What became of one object in a sync. */
export interface ResourceResult extends ResourceKey {
  readonly version: string;
  readonly status: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  readonly message: string;
  readonly images?: readonly string[];
}

export interface OperationState {
  readonly operation: Operation;
  phase: OperationPhase;
  message?: string;
  readonly startedAt: number;
  finishedAt?: number;
  retryCount?: number;
  /** When a failed attempt is repeated. */
  retryAt?: number;
  syncResult: { readonly revision: string; resources?: ResourceResult[] };
}

export interface HistoryEntry {
  readonly id: number;
  readonly revision: string;
  readonly deployStartedAt: number;
  readonly deployedAt: number;
  readonly initiatedBy: {
    readonly username?: string;
    readonly automated?: boolean;
  };
}

export interface Condition {
  readonly type: string;
  readonly message: string;
  readonly lastTransitionAt: number;
}

/** One object in the imitated cluster. */
export interface LiveObject {
  readonly uid: string;
  readonly createdAt: number;
  manifest: Manifest;
  /** Counts changes of the spec. */
  generation: number;
  /** Last change of the pod template; pods are younger than this. */
  appliedAt: number;
  /** What ran before, until the rollout is over. */
  previous?: { readonly manifest: Manifest; readonly appliedAt: number };
}

/** Everything the controller knows about one Application. Moments are epoch milliseconds. */
export interface ApplicationState {
  readonly definition: ApplicationDefinition;
  readonly uid: string;
  readonly createdAt: number;
  resourceVersion: number;
  refresh?: { readonly kind: 'normal' | 'hard'; readonly at: number };
  revision?: { readonly sha: string; readonly at: number };
  sync: { status: SyncStatus; revision?: string };
  outOfSync: string[];
  health: { status: HealthStatus; since: number };
  conditions: Condition[];
  reconciledAt?: number;
  /** A finished operation asks for a comparison that looks at the branch anew. */
  compareSoon?: boolean;
  /** Since when somebody makes its pods fail. */
  sickSince?: number;
  operation?: { readonly request: Operation; readonly at: number };
  operationState?: OperationState;
  history: HistoryEntry[];
  live: LiveObject[];
}

/** A key for a Kubernetes object inside one application. */
export function objectKey(manifest: Manifest): string {
  return `${groupOf(manifest)}/${manifest.kind}/${
    manifest.metadata.namespace ?? ''
  }/${manifest.metadata.name}`;
}

export function groupOf(manifest: Manifest): string {
  return manifest.apiVersion.includes('/')
    ? manifest.apiVersion.split('/')[0] ?? ''
    : '';
}

export function versionOf(manifest: Manifest): string {
  return manifest.apiVersion.split('/').pop() ?? '';
}
