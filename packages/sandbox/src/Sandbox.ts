// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ArgocdFaults } from './argocd/ArgocdFaults';
import { ArgocdServer } from './argocd/ArgocdServer';
import { Demo } from './demo/Demo';
import { EvidenceTarget } from './demo/EvidencePusher';
import { GitStore } from './git/GitStore';
import { GithubFaults } from './github/GithubFaults';
import { GithubServer } from './github/GithubServer';
import { HttpFaults } from './http/HttpFaults';
import { SeededMetrics } from './prometheus/SeededMetrics';
import { SandboxClock } from './SandboxClock';
import { SandboxTimings } from './SandboxTimings';

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Directory that keeps repositories and controller state; a second start with it continues there. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 or absent: any free one. */
  readonly port?: number;
  /** Root of the addresses given out, without slash. Default `http://127.0.0.1:<port>`. */
  readonly publicUrl?: string;
  /** `demo`: the seven services of the demo, when the directory is new. Default `empty`. */
  readonly seed?: 'demo' | 'empty';
  /** Where the demo's pipelines send their evidence. Absent: nowhere. */
  readonly evidence?: EvidenceTarget;
  /** Default: the system's. Tests inject a VirtualClock. */
  readonly clock?: SandboxClock;
  /** How long things take; what is absent takes as long as in the demo. */
  readonly timings?: Partial<SandboxTimings>;
  /** The token GitHub accepts. Default `sandbox-github-token`. */
  readonly githubToken?: string;
  /** The account of Argo CD that may sync. Default `promotion` / `sandbox-argocd-password`. */
  readonly argocdAccount?: {
    readonly username: string;
    readonly password: string;
  };
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  /** For Octokit's `baseUrl`. */
  readonly githubApiUrl: string;
  /** Root path of Argo CD; the API is below `/api/v1`. */
  readonly argocdUrl: string;
  /** Root path of Prometheus; the API is below `/api/v1`. */
  readonly prometheusUrl: string;
  readonly git: GitStore;
  readonly github: GithubServer;
  readonly argocd: ArgocdServer;
  readonly metrics: SeededMetrics;
  /** The demo's services; absent when nothing was seeded. */
  readonly demo?: Demo;
  readonly faults: {
    readonly github: GithubFaults;
    readonly argocd: ArgocdFaults;
    readonly prometheus: HttpFaults;
  };
  readonly clock: SandboxClock;
  stop(): Promise<void>;
}
