// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import express, { Express } from 'express';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ArgocdServer } from './argocd/ArgocdServer';
import { ControlContext } from './control/ControlContext';
import { controlRoutes } from './control/controlRoutes';
import { Demo } from './demo/Demo';
import { EvidencePusher } from './demo/EvidencePusher';
import { GitStore } from './git/GitStore';
import { GithubServer } from './github/GithubServer';
import { pageRoutes } from './github/pages/pageRoutes';
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
  const { dataDir, evidence } = options;
  const clock = options.clock ?? new SystemClock();
  const timings = { ...DEMO_TIMINGS, ...options.timings };
  const git = await GitStore.open(join(dataDir, 'git'));
  let url = '';
  const baseUrl = () => url;
  const github = new GithubServer({ git, clock, baseUrl });
  github.tokens.accept(options.githubToken ?? SANDBOX_GITHUB_TOKEN);
  const argocd = new ArgocdServer({
    git,
    clock,
    timings,
    baseUrl,
    stateFile: join(dataDir, 'argocd.json'),
  });
  argocd.sessions.addAccount({
    ...(options.argocdAccount ?? SANDBOX_ARGOCD_ACCOUNT),
    rights: 'sync',
  });
  const prometheus = new PrometheusServer(clock);
  const pusher = evidence && new EvidencePusher(evidence, clock);
  const { metrics } = prometheus;
  const demo =
    options.seed === 'demo'
      ? new Demo({
          git,
          argocd,
          metrics,
          clock,
          baseUrl,
          pusher,
          stateFile: join(dataDir, 'demo.json'),
        })
      : undefined;

  let ready = false;
  const context = { git, github, argocd, prometheus, clock, demo, pusher };
  const server = createServer(createApp(context, () => ready));
  await listen(server, options.port ?? 0);
  url =
    options.publicUrl ??
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await argocd.start();
  await demo?.start();
  ready = true;

  return {
    url,
    githubApiUrl: `${url}/api/v3`,
    argocdUrl: `${url}/argocd`,
    prometheusUrl: `${url}/prometheus`,
    git,
    github,
    argocd,
    metrics,
    faults: {
      github: github.faults,
      argocd: argocd.faults,
      prometheus: prometheus.faults,
    },
    clock,
    demo,
    stop: async () => {
      demo?.stop();
      pusher?.stop();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await argocd.stop();
      git.close();
    },
  };
}

function createApp(context: ControlContext, isReady: () => boolean): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    if (isReady()) {
      next();
    } else {
      response
        .status(503)
        .set('retry-after', '1')
        .type('text/plain')
        .send('The sandbox is being seeded\n');
    }
  });
  app.use('/api', context.github.router());
  app.use('/argocd', context.argocd.router());
  app.use('/prometheus', context.prometheus.router());
  app.use(controlRoutes(context));
  app.use(pageRoutes(context.git));
  return app;
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
