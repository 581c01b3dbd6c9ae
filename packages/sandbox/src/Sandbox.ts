// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { GitStore } from './git/GitStore';
import { GithubServer } from './github/GithubServer';
import { SandboxClock } from './SandboxClock';

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Directory that keeps repositories and controller state; a second start with it continues there. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 or absent: any free one. */
  readonly port?: number;
  /** Default: the system's. Tests inject a VirtualClock. */
  readonly clock?: SandboxClock;
  /** The token GitHub accepts. Default `sandbox-github-token`. */
  readonly githubToken?: string;
}

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly githubApiUrl: string;
  readonly git: GitStore;
  readonly github: GithubServer;
  readonly clock: SandboxClock;
  stop(): Promise<void>;
}
