// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Octokit } from '@octokit/rest';
import {
  failureOf,
  seedGitops,
  startForTest,
} from '../__testUtils__/startForTest';
import { Sandbox } from '../Sandbox';

const REPO = { owner: 'acme', repo: 'gitops' };
const STAGING = 'services/checkout/overlays/staging/kustomization.yaml';
const author = {
  name: 'Ada',
  email: 'ada@acme.example',
  date: '2026-09-01T12:00:00Z',
};

let sandbox: Sandbox;
let octokit: Octokit;
let stop: () => Promise<void>;
let head: string;

const commit = (branch: string, files: Record<string, string>) =>
  sandbox.git
    .repository('acme/gitops')
    .commitFiles({ branch, files, message: `Change on ${branch}`, author });
const open = () =>
  octokit.pulls.create({
    ...REPO,
    title: 'Promote checkout',
    head: 'promotion/1',
    base: 'main',
    body: 'Because',
  });
const read = async () =>
  (await octokit.pulls.get({ ...REPO, pull_number: 1 })).data;
const merge = (
  options: { sha?: string; merge_method?: 'merge' | 'squash' | 'rebase' } = {},
) => octokit.pulls.merge({ ...REPO, pull_number: 1, ...options });
const main = async () =>
  (await octokit.git.getRef({ ...REPO, ref: 'heads/main' })).data.object.sha;

beforeEach(async () => {
  ({ sandbox, octokit, stop } = await startForTest());
  const { second } = await seedGitops(sandbox);
  await octokit.git.createRef({
    ...REPO,
    ref: 'refs/heads/promotion/1',
    sha: second,
  });
  head = await commit('promotion/1', { [STAGING]: 'images: []\n' });
});
afterEach(() => stop());

it('answers mergeable null first, then a test merge that is not the merge', async () => {
  expect((await open()).data.mergeable).toBeNull();
  const ready = await read();
  expect(ready).toMatchObject({
    mergeable: true,
    mergeable_state: 'clean',
    merged: false,
    changed_files: 1,
  });
  const merged = await merge({ sha: head });
  expect(merged.data).toMatchObject({
    merged: true,
    message: 'Pull Request successfully merged',
  });
  const after = await read();
  expect(after).toMatchObject({
    state: 'closed',
    merged: true,
    merge_commit_sha: merged.data.sha,
  });
  expect(await main()).toBe(merged.data.sha);
});

it.each([
  ['merge', 2, true],
  ['squash', 1, false],
  ['rebase', 1, false],
] as const)(
  'by %s leaves a commit with %i parents',
  async (merge_method, parents, keepsOurs) => {
    await commit('main', { 'README.md': 'else' });
    await open();
    const { data } = await merge({ merge_method });
    const onBase = await octokit.git.getCommit({
      ...REPO,
      commit_sha: data.sha,
    });
    expect(onBase.data.parents).toHaveLength(parents);
    const { data: compared } = await octokit.repos.compareCommitsWithBasehead({
      ...REPO,
      basehead: `${head}...main`,
    });
    expect(compared.status).toBe(keepsOurs ? 'ahead' : 'diverged');
    const file = await octokit.repos.getContent({
      ...REPO,
      path: STAGING,
      mediaType: { format: 'raw' },
    });
    expect(file.data).toBe('images: []\n');
  },
);

it('refuses what GitHub refuses, in its words', async () => {
  await open();
  const again = await open().catch(error => error);
  expect(again.response.data).toMatchObject({
    message: 'Validation Failed',
    errors: [
      {
        resource: 'PullRequest',
        code: 'custom',
        message: 'A pull request already exists for acme:promotion/1.',
      },
    ],
  });
  expect(await failureOf(merge({ sha: '0'.repeat(40) }))).toEqual({
    status: 409,
    message: 'Head branch was modified. Review and try the merge again.',
  });
  sandbox.github.rules.add('acme/gitops', 'main', {
    type: 'required_status_checks',
    contexts: ['promotion'],
  });
  expect(await failureOf(merge())).toEqual({
    status: 405,
    message: 'Required status check "promotion" is expected.',
  });
  await octokit.repos.createCommitStatus({
    ...REPO,
    sha: head,
    state: 'success',
    context: 'promotion',
  });
  sandbox.github.pulls.allowedMergeMethods = ['merge'];
  expect(await failureOf(merge({ merge_method: 'squash' }))).toEqual({
    status: 405,
    message: 'Squash merges are not allowed on this repository.',
  });
  sandbox.github.faults.beforeNextRefUpdate(async () => {
    await commit('main', { 'README.md': 'meanwhile' });
  });
  expect(await failureOf(merge())).toEqual({
    status: 405,
    message: 'Base branch was modified. Review and try the merge again.',
  });
  await merge();
  expect(await failureOf(merge())).toEqual({
    status: 405,
    message: 'Pull Request is not mergeable',
  });
});

it('finds conflicts', async () => {
  await commit('main', { [STAGING]: 'images: [theirs]\n' });
  await open();
  expect(await read()).toMatchObject({
    mergeable: false,
    mergeable_state: 'dirty',
  });
  expect(await failureOf(merge())).toEqual({
    status: 405,
    message: 'Pull Request is not mergeable',
  });
});

it('has nothing to propose when the base has it all, and knows no missing branch', async () => {
  await octokit.git.createRef({
    ...REPO,
    ref: 'refs/heads/same',
    sha: await main(),
  });
  const same = await octokit.pulls
    .create({ ...REPO, title: 't', head: 'same', base: 'main' })
    .catch(error => error);
  expect(same.response.data.errors[0].message).toBe(
    'No commits between main and same',
  );
  const none = await octokit.pulls
    .create({ ...REPO, title: 't', head: 'none', base: 'main' })
    .catch(error => error);
  expect(none.response.data.errors[0]).toEqual({
    resource: 'PullRequest',
    field: 'head',
    code: 'invalid',
  });
});

it('lists by head with its owner; a bare head filters nothing', async () => {
  await open();
  const list = async (name: string) =>
    (await octokit.pulls.list({ ...REPO, head: name })).data.length;
  expect(await list('acme:promotion/1')).toBe(1);
  expect(await list('acme:other')).toBe(0);
  expect(await list('other')).toBe(1);
});

it('finds the pull request a commit came with', async () => {
  await open();
  const { data } = await merge({ merge_method: 'squash' });
  const found = await octokit.repos.listPullRequestsAssociatedWithCommit({
    ...REPO,
    commit_sha: data.sha,
  });
  expect(found.data.map(pull => pull.number)).toEqual([1]);
});
