// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Octokit } from '@octokit/rest';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox } from '../Sandbox';
import { VirtualClock } from '../SandboxClock';
import {
  failureOf,
  seedGitops,
  startForTest,
} from '../__testUtils__/startForTest';

const REPO = { owner: 'acme', repo: 'gitops' };
const STAGING = 'services/checkout/overlays/staging/kustomization.yaml';

let sandbox: Sandbox;
let octokit: Octokit;
let stop: () => Promise<void>;
let shas: { first: string; second: string };
const clock = new VirtualClock();

beforeEach(async () => {
  ({ sandbox, octokit, stop } = await startForTest({ clock }));
  shas = await seedGitops(sandbox);
});
afterEach(() => stop());

async function head(): Promise<string> {
  return (await octokit.git.getRef({ ...REPO, ref: 'heads/main' })).data.object
    .sha;
}

/** What a deployer does before it publishes: a commit object nobody sees yet. */
async function prepare(content: string, parent: string): Promise<string> {
  const base = await octokit.git.getCommit({ ...REPO, commit_sha: parent });
  const tree = await octokit.git.createTree({
    ...REPO,
    base_tree: base.data.tree.sha,
    tree: [{ path: STAGING, mode: '100644', type: 'blob', content }],
  });
  const commit = await octokit.git.createCommit({
    ...REPO,
    message: 'Promote checkout to staging',
    tree: tree.data.sha,
    parents: [parent],
  });
  return commit.data.sha;
}

const publish = (sha: string) =>
  octokit.git.updateRef({ ...REPO, ref: 'heads/main', sha, force: false });

function competitor(text: string) {
  return sandbox.git.repository('acme/gitops').commitFiles({
    branch: 'main',
    files: { 'README.md': text },
    message: 'Meanwhile',
    author: {
      name: 'Grace',
      email: 'grace@acme.example',
      date: '2026-09-01T12:00:00Z',
    },
  });
}

describe('an unmodified Octokit prepares and publishes', () => {
  it('places one commit that a clone sees, with every other file untouched', async () => {
    const sha = await prepare('images: []\n', await head());
    expect(await head()).toBe(shas.second);
    await publish(sha);
    expect(await head()).toBe(sha);

    const clone = mkdtempSync(join(tmpdir(), 'clone-'));
    try {
      execFileSync('git', [
        'clone',
        '-q',
        sandbox.git.repository('acme/gitops').directory,
        clone,
      ]);
      const git = (...args: string[]) =>
        execFileSync('git', args, { cwd: clone }).toString().trim();
      expect(git('rev-parse', 'HEAD')).toBe(sha);
      expect(git('rev-parse', 'HEAD^')).toBe(shas.second);
      expect(git('log', '-1', '--format=%s|%an|%ct')).toBe(
        'Promote checkout to staging|promotion-bot|1788264000',
      );
      expect(git('diff', '--name-only', 'HEAD^', 'HEAD')).toBe(STAGING);
      expect(readFileSync(join(clone, STAGING), 'utf8')).toBe('images: []\n');
      expect(() => git('fsck', '--strict')).not.toThrow();
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  it('loses every other file when base_tree is left out', async () => {
    const tree = await octokit.git.createTree({
      ...REPO,
      tree: [{ path: 'only.txt', mode: '100644', type: 'blob', content: 'x' }],
    });
    expect(tree.data.tree.map(entry => entry.path)).toEqual(['only.txt']);
  });

  it('is refused with 422 when somebody pushed between read and PATCH, and works on the new head', async () => {
    sandbox.github.faults.beforeNextRefUpdate(async () => {
      await competitor('# theirs\n');
    });
    const sha = await prepare('images: []\n', await head());
    expect(await failureOf(publish(sha))).toEqual({
      status: 422,
      message: 'Update is not a fast forward',
    });
    const theirs = await head();
    expect(theirs).not.toBe(sha);
    // Repeating only the PATCH never helps.
    expect((await failureOf(publish(sha))).status).toBe(422);
    const again = await prepare('images: []\n', theirs);
    await publish(again);
    expect(await head()).toBe(again);
  });

  it('lets exactly one of many simultaneous pushes win', async () => {
    const parent = await head();
    const candidates = await Promise.all(
      ['a', 'b', 'c', 'd'].map(text => prepare(`# ${text}\n`, parent)),
    );
    const outcomes = await Promise.allSettled(candidates.map(publish));
    expect(outcomes.filter(one => one.status === 'fulfilled')).toHaveLength(1);
    expect(candidates).toContain(await head());
  });
});

describe('updateRefs of GraphQL', () => {
  const move = async (beforeOid: string, afterOid: string) => {
    const { data } = await octokit.repos.get(REPO);
    return octokit.graphql(
      'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
      {
        input: {
          repositoryId: data.node_id,
          refUpdates: [{ name: 'refs/heads/main', beforeOid, afterOid }],
        },
      },
    );
  };

  it('moves a branch that is where it is expected', async () => {
    const sha = await prepare('x: 1\n', shas.second);
    expect(await move(shas.second, sha)).toEqual({
      updateRefs: { clientMutationId: null },
    });
    expect(await head()).toBe(sha);
  });

  it('refuses a fast-forward from elsewhere, which REST takes', async () => {
    const sha = await prepare('x: 1\n', shas.second);
    await octokit.git.updateRef({
      ...REPO,
      ref: 'heads/main',
      sha: shas.first,
      force: true,
    });
    await expect(move(shas.second, sha)).rejects.toMatchObject({
      errors: [{ type: 'UNPROCESSABLE', path: ['updateRefs'] }],
    });
    expect(await head()).toBe(shas.first);
    await publish(sha);
    expect(await head()).toBe(sha);
  });

  it('answers 401 without valid credentials, and knows no other repository', async () => {
    const stranger = new Octokit({
      baseUrl: sandbox.githubApiUrl,
      auth: 'nobody',
    });
    expect(
      (await failureOf(stranger.graphql('mutation { updateRefs }'))).status,
    ).toBe(401);
    await expect(
      octokit.graphql(
        'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }',
        {
          input: { repositoryId: 'x', refUpdates: [{ name: 'refs/heads/x' }] },
        },
      ),
    ).rejects.toMatchObject({ errors: [{ type: 'NOT_FOUND' }] });
  });
});

describe('faults', () => {
  it('drops the connection before the effect: nothing happened', async () => {
    sandbox.github.faults.add({
      method: 'PATCH',
      effect: { kind: 'drop' },
      times: 1,
    });
    const sha = await prepare('x: 1\n', await head());
    expect((await failureOf(publish(sha))).status).toBe(500);
    expect(await head()).toBe(shas.second);
  });

  it.each([
    ['the connection drops', { kind: 'drop' } as const, 500],
    [
      'a 502 comes back',
      { kind: 'answer', status: 502, body: '<html>' } as const,
      502,
    ],
  ])('applies the effect and then %s', async (_title, effect, status) => {
    sandbox.github.faults.add({
      method: 'PATCH',
      when: 'after',
      effect,
      times: 1,
    });
    const sha = await prepare('x: 1\n', await head());
    expect((await failureOf(publish(sha))).status).toBe(status);
    expect(await head()).toBe(sha);
  });

  it('answers 5xx until it is cleared', async () => {
    sandbox.github.faults.add({
      name: 'down',
      effect: { kind: 'answer', status: 503 },
    });
    expect((await failureOf(head())).status).toBe(503);
    expect((await failureOf(head())).status).toBe(503);
    sandbox.github.faults.clear('down');
    expect(await head()).toBe(shas.second);
  });

  it('reads a stale ref until the replicas have caught up', async () => {
    sandbox.github.faults.staleRefReads(3000);
    const sha = await prepare('x: 1\n', await head());
    await publish(sha);
    expect(await head()).toBe(shas.second);
    await clock.advance(3000);
    expect(await head()).toBe(sha);
  });

  it('answers rate limits the two ways GitHub has', async () => {
    sandbox.github.faults.rateLimit('primary', {
      times: 1,
      retryAfterSeconds: 30,
    });
    const primary = await octokit.git
      .getRef({ ...REPO, ref: 'heads/main' })
      .catch(error => error);
    expect(primary.status).toBe(403);
    expect(primary.response.headers['x-ratelimit-remaining']).toBe('0');
    sandbox.github.faults.rateLimit('secondary', {
      times: 1,
      status: 429,
      retryAfterSeconds: 7,
    });
    const secondary = await octokit.git
      .getRef({ ...REPO, ref: 'heads/main' })
      .catch(error => error);
    expect(secondary.status).toBe(429);
    expect(secondary.response.headers['retry-after']).toBe('7');
    expect(secondary.response.data.message).toMatch(/secondary rate limit/);
  });

  it('blocks a direct push by a ruleset: 422 on the ref, 409 on the contents', async () => {
    sandbox.github.rules.add('acme/gitops', 'main', { type: 'pull_request' });
    const message =
      'Repository rule violations found\n\nChanges must be made through a pull request.';
    const sha = await prepare('x: 1\n', await head());
    expect(await failureOf(publish(sha))).toEqual({ status: 422, message });
    const put = octokit.repos.createOrUpdateFileContents({
      ...REPO,
      path: 'new.txt',
      branch: 'main',
      message: 'm',
      content: 'eA==',
    });
    expect(await failureOf(put)).toEqual({ status: 409, message });
    const rules = await octokit.repos.getBranchRules({
      ...REPO,
      branch: 'main',
    });
    expect(rules.data.map(rule => rule.type)).toEqual(['pull_request']);
    expect(
      (
        await failureOf(
          octokit.repos.getBranchProtection({ ...REPO, branch: 'main' }),
        )
      ).message,
    ).toBe('Branch not protected');
  });
});
