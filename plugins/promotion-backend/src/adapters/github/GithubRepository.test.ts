// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { repositoryContract } from 'backstage-plugin-promotion-node/testUtils';
import { startGithub } from './__testUtils__/startGithub';

repositoryContract('GitHub', async () => {
  const { sandbox, git, repository, repositoryUrl, push, head, stop } =
    await startGithub();
  const { faults, rules } = sandbox.github;
  return {
    repository,
    repositoryUrl,
    branch: 'main',
    seed: push,
    push: (path, text) => push({ [path]: text }),
    text: async path => git.text(await head(), path),
    head,
    setBack: async commit => {
      await git.moveRef('refs/heads/main', commit, await head());
    },
    armCompetingPush: async (path, text) =>
      faults.beforeNextRefUpdate(async () => {
        await push({ [path]: text });
      }),
    armLostPublishReply: async () => {
      faults.add({
        path: /graphql/,
        when: 'after',
        effect: { kind: 'drop' },
        times: 1,
      });
    },
    goDown: async () => {
      faults.add({ effect: { kind: 'drop' } });
    },
    forbidPushes: async () =>
      rules.add('acme/gitops', 'main', { type: 'pull_request' }),
    stop,
  };
});
