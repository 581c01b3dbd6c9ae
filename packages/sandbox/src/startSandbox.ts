// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import express from 'express';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GitStore } from './git/GitStore';
import { GithubServer } from './github/GithubServer';
import { Sandbox, SandboxOptions } from './Sandbox';
import { SystemClock } from './SandboxClock';

/** Token the sandbox's GitHub takes unless told otherwise. It opens nothing but the sandbox. */
export const SANDBOX_GITHUB_TOKEN = 'sandbox-github-token';

/** Starts the imitated services on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const clock = options.clock ?? new SystemClock();
  const git = await GitStore.open(join(options.dataDir, 'git'));
  let url = '';
  const github = new GithubServer({ git, clock, baseUrl: () => url });
  github.tokens.accept(options.githubToken ?? SANDBOX_GITHUB_TOKEN);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use('/api/v3', github.router());
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    githubApiUrl: `${url}/api/v3`,
    git,
    github,
    clock,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      git.close();
    },
  };
}
