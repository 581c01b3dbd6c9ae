// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ConfigReader } from '@backstage/config';
import { repositoryContract } from 'backstage-plugin-promotion-node/testUtils';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from 'promotion-sandbox';
import { GithubConnections } from './GithubConnections';
import { GithubRepository } from './GithubRepository';

const TOKEN = 'test-token-that-must-not-leak';
const author = {
  name: 'Grace',
  email: 'grace@acme.example',
  date: '2026-09-01T12:00:00Z',
};

repositoryContract('GitHub', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'promotion-github-'));
  const sandbox = await startSandbox({ dataDir, githubToken: TOKEN });
  const repository = new GithubRepository(
    new GithubConnections({
      config: new ConfigReader({
        integrations: {
          github: [
            {
              host: 'github.test',
              apiBaseUrl: sandbox.githubApiUrl,
              token: TOKEN,
            },
          ],
        },
      }),
    }),
  );
  const git = await sandbox.git.create('acme/gitops');
  const push = (files: Readonly<Record<string, string>>) =>
    git.commitFiles({ branch: 'main', files, message: 'Change', author });
  const head = async () => (await git.ref('refs/heads/main')) ?? '';
  return {
    repository,
    repositoryUrl: 'https://github.test/acme/gitops',
    branch: 'main',
    seed: push,
    push: (path, text) => push({ [path]: text }),
    text: async path => git.text(await head(), path),
    head,
    armCompetingPush: async (path, text) =>
      sandbox.github.faults.beforeNextRefUpdate(async () => {
        await push({ [path]: text });
      }),
    armLostPublishReply: async () => {
      sandbox.github.faults.add({
        method: 'PATCH',
        when: 'after',
        effect: { kind: 'drop' },
        times: 1,
      });
    },
    goDown: async () => {
      sandbox.github.faults.add({ effect: { kind: 'drop' } });
    },
    forbidPushes: async () =>
      sandbox.github.rules.add('acme/gitops', 'main', { type: 'pull_request' }),
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
