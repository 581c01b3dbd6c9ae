// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { FakeClock } from './FakeClock';
import { FakeRepository } from './FakeRepository';
import { repositoryContract } from './repositoryContract';

repositoryContract('The fake repository', async () => {
  const repository = new FakeRepository({ clock: new FakeClock() });
  const repositoryUrl = 'https://github.example.test/acme/gitops';
  const branch = 'main';
  return {
    repository,
    repositoryUrl,
    branch,
    seed: async files => repository.seed(repositoryUrl, branch, files),
    push: async (path, text) => repository.push(path, text, 'Grace'),
    text: async path => repository.text(path),
    head: async () => repository.head(),
    setBack: async commit => repository.setBack(commit),
    armCompetingPush: async (path, text) =>
      repository.competingPush(path, text),
    armLostPublishReply: async () => repository.dropReplyAfterEffect('publish'),
    goDown: async () => {
      repository.down = true;
    },
    forbidPushes: async () =>
      repository.rejectPushes('a ruleset asks for a pull request'),
    stop: async () => {},
  };
});
