// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import express from 'express';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ArgocdServer } from './argocd/ArgocdServer';
import { GitStore } from './git/GitStore';
import { GithubServer } from './github/GithubServer';
import { PrometheusServer } from './prometheus/PrometheusServer';
import { Sandbox, SandboxOptions } from './Sandbox';
import { SystemClock } from './SandboxClock';
import { DEMO_TIMINGS } from './SandboxTimings';

/** Token the sandbox's GitHub takes unless told otherwise. It opens nothing but the sandbox. */
export const SANDBOX_GITHUB_TOKEN = 'sandbox-github-token';

/** Account of the sandbox's Argo CD unless told otherwise. It opens nothing but the sandbox. */
export const SANDBOX_ARGOCD_ACCOUNT = {
  username: 'promotion',
  password: 'sandbox-argocd-password',
};

/** Starts the imitated services on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const clock = options.clock ?? new SystemClock();
  const timings = { ...DEMO_TIMINGS, ...options.timings };
  const git = await GitStore.open(join(options.dataDir, 'git'));
  let url = '';
  const baseUrl = () => url;
  const github = new GithubServer({ git, clock, baseUrl });
  github.tokens.accept(options.githubToken ?? SANDBOX_GITHUB_TOKEN);
  const stateFile = join(options.dataDir, 'argocd.json');
  const argocd = new ArgocdServer({ git, clock, timings, baseUrl, stateFile });
  argocd.sessions.addAccount({
    ...(options.argocdAccount ?? SANDBOX_ARGOCD_ACCOUNT),
    rights: 'sync',
  });

  const prometheus = new PrometheusServer(clock);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/api/v3', github.router());
  app.use('/argocd', argocd.router());
  app.use('/prometheus', prometheus.router());
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await argocd.start();

  return {
    url,
    githubApiUrl: `${url}/api/v3`,
    argocdUrl: `${url}/argocd`,
    prometheusUrl: `${url}/prometheus`,
    git,
    github,
    argocd,
    metrics: prometheus.metrics,
    faults: {
      github: github.faults,
      argocd: argocd.faults,
      prometheus: prometheus.faults,
    },
    clock,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await argocd.stop();
      git.close();
    },
  };
}
