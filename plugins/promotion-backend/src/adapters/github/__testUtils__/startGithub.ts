// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ConfigReader } from '@backstage/config';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from 'promotion-sandbox';
import { GithubConnections } from '../GithubConnections';
import { GithubRepository } from '../GithubRepository';

/** The sandbox takes it; no message may ever hold it. */
export const TEST_TOKEN = 'test-token-that-must-not-leak';

const author = {
  name: 'Grace',
  email: 'grace@acme.example',
  date: '2026-09-01T12:00:00Z',
};

/** The adapter against a sandbox of its own, with the empty repository acme/gitops. */
export async function startGithub(options: { timeoutMs?: number } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'promotion-github-'));
  const sandbox: Sandbox = await startSandbox({
    dataDir,
    githubToken: TEST_TOKEN,
  });
  const config = new ConfigReader({
    integrations: {
      github: [
        {
          host: 'github.test',
          apiBaseUrl: sandbox.githubApiUrl,
          token: TEST_TOKEN,
        },
      ],
    },
  });
  const git = await sandbox.git.create('acme/gitops');
  return {
    sandbox,
    git,
    repository: new GithubRepository(
      new GithubConnections({ config, ...options }),
    ),
    repositoryUrl: 'https://github.test/acme/gitops',
    push: (files: Readonly<Record<string, string>>, message = 'Change') =>
      git.commitFiles({ branch: 'main', files, message, author }),
    head: async () => (await git.ref('refs/heads/main')) ?? '',
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
