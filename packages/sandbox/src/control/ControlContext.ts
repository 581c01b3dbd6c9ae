// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ArgocdServer } from '../argocd/ArgocdServer';
import { Demo } from '../demo/Demo';
import { EvidencePusher } from '../demo/EvidencePusher';
import { GitStore } from '../git/GitStore';
import { GithubServer } from '../github/GithubServer';
import { PrometheusServer } from '../prometheus/PrometheusServer';
import { SandboxClock } from '../SandboxClock';

/** What the control page shows and pulls plugs of. */
export interface ControlContext {
  readonly git: GitStore;
  readonly github: GithubServer;
  readonly argocd: ArgocdServer;
  readonly prometheus: PrometheusServer;
  readonly clock: SandboxClock;
  readonly demo?: Demo;
  readonly pusher?: EvidencePusher;
}
