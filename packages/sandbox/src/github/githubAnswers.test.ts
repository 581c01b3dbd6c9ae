// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Octokit } from '@octokit/rest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  failureOf,
  seedGitops,
  startForTest,
} from '../__testUtils__/startForTest';
import { Sandbox } from '../Sandbox';

const REPO = { owner: 'acme', repo: 'gitops' };
const STAGING = 'services/checkout/overlays/staging/kustomization.yaml';

let sandbox: Sandbox;
let octokit: Octokit;
let stop: () => Promise<void>;
let shas: { first: string; second: string };

beforeEach(async () => {
  ({ sandbox, octokit, stop } = await startForTest());
  shas = await seedGitops(sandbox);
});
afterEach(() => stop());

describe('errors are GitHub’s, to the letter', () => {
  const zero = '0123456789012345678901234567890123456789';
  const content = Buffer.from('x').toString('base64');
  const file = {
    ...REPO,
    path: 'README.md',
    branch: 'main',
    message: 'm',
    content,
  };
  it.each<[string, (o: Octokit) => Promise<unknown>, number, string]>([
    [
      'unknown branch',
      o => o.git.getRef({ ...REPO, ref: 'heads/nope' }),
      404,
      'Not Found',
    ],
    [
      'ref to update unknown',
      o => o.git.updateRef({ ...REPO, ref: 'heads/nope', sha: zero }),
      422,
      'Reference does not exist',
    ],
    [
      'object unknown',
      o => o.git.updateRef({ ...REPO, ref: 'heads/main', sha: zero }),
      422,
      'Object does not exist',
    ],
    [
      'ref to create exists',
      o =>
        o.git.createRef({ ...REPO, ref: 'refs/heads/main', sha: shas.second }),
      422,
      'Reference already exists',
    ],
    [
      'unknown base_tree',
      o =>
        o.git.createTree({
          ...REPO,
          base_tree: zero,
          tree: [{ path: 'a', mode: '100644', content: '' }],
        }),
      404,
      'Not Found',
    ],
    [
      'unknown blob in a tree',
      o =>
        o.git.createTree({
          ...REPO,
          tree: [{ path: 'a', mode: '100644', type: 'blob', sha: zero }],
        }),
      422,
      `tree.sha ${zero} is not a valid blob`,
    ],
    [
      'unknown repository',
      o => o.repos.get({ owner: 'acme', repo: 'other' }),
      404,
      'Not Found',
    ],
    [
      'existing file without sha',
      o => o.repos.createOrUpdateFileContents(file),
      422,
      'Invalid request.\n\n"sha" wasn\'t supplied.',
    ],
    [
      'existing file with a wrong sha',
      o => o.repos.createOrUpdateFileContents({ ...file, sha: zero }),
      409,
      `README.md does not match ${zero}`,
    ],
    [
      'not base64',
      o =>
        o.repos.createOrUpdateFileContents({
          ...file,
          path: 'n',
          content: '%%',
        }),
      422,
      'content is not valid Base64',
    ],
  ])('%s', async (_title, call, status, message) => {
    expect(await failureOf(call(octokit))).toEqual({ status, message });
  });

  it('says Bad credentials to an unknown token and denies the repository to nobody', async () => {
    const stranger = new Octokit({
      baseUrl: sandbox.githubApiUrl,
      auth: 'who',
      log: octokit.log,
    });
    expect(await failureOf(stranger.repos.get(REPO))).toEqual({
      status: 401,
      message: 'Bad credentials',
    });
    const nobody = new Octokit({
      baseUrl: sandbox.githubApiUrl,
      log: octokit.log,
    });
    expect(await failureOf(nobody.repos.get(REPO))).toEqual({
      status: 404,
      message: 'Not Found',
    });
  });

  it('lets a reading token read and not write', async () => {
    sandbox.github.tokens.accept('reader', { access: 'read' });
    const reader = new Octokit({
      baseUrl: sandbox.githubApiUrl,
      auth: 'reader',
      log: octokit.log,
    });
    await reader.repos.get(REPO);
    const write = reader.git.updateRef({
      ...REPO,
      ref: 'heads/main',
      sha: shas.second,
    });
    expect(await failureOf(write)).toEqual({
      status: 403,
      message: 'Resource not accessible by personal access token',
    });
  });

  it('gives the status in the body as a string', async () => {
    const answer = await fetch(`${sandbox.githubApiUrl}/user`);
    expect(await answer.json()).toMatchObject({
      message: 'Requires authentication',
      status: '401',
    });
  });

  it('says 409 about a repository without commits', async () => {
    await sandbox.git.create('acme/empty');
    const read = octokit.git.getRef({
      owner: 'acme',
      repo: 'empty',
      ref: 'heads/main',
    });
    expect(await failureOf(read)).toEqual({
      status: 409,
      message: 'Git Repository is empty.',
    });
  });
});

describe('reading', () => {
  it('decodes %2F in refs and paths', async () => {
    await octokit.git.createRef({
      ...REPO,
      ref: 'refs/heads/feature/x',
      sha: shas.first,
    });
    const ref = await octokit.git.getRef({ ...REPO, ref: 'heads/feature/x' });
    expect(ref.data.object.sha).toBe(shas.first);
    const file = await octokit.repos.getContent({
      ...REPO,
      path: STAGING,
      ref: shas.first,
    });
    expect(file.data).toMatchObject({
      type: 'file',
      path: STAGING,
      encoding: 'base64',
    });
    const lines = (file.data as { content: string }).content.split('\n');
    expect(lines[0]).toHaveLength(60);
  });

  it('answers 304 to a conditional read of a ref until it moves', async () => {
    const first = await octokit.git.getRef({ ...REPO, ref: 'heads/main' });
    const conditional = () =>
      octokit.git.getRef({
        ...REPO,
        ref: 'heads/main',
        headers: { 'if-none-match': first.headers.etag },
      });
    expect((await failureOf(conditional())).status).toBe(304);
    await sandbox.git.repository('acme/gitops').commitFiles({
      branch: 'main',
      files: { 'README.md': '# moved' },
      message: 'Move',
      author: {
        name: 'A',
        email: 'a@acme.example',
        date: '2026-09-01T12:00:00Z',
      },
    });
    expect((await conditional()).status).toBe(200);
  });

  it('lists the commits of one path and pages', async () => {
    const dev = await octokit.repos.listCommits({
      ...REPO,
      path: 'services/checkout/overlays/dev/kustomization.yaml',
    });
    expect(dev.data.map(commit => commit.sha)).toEqual([
      shas.second,
      shas.first,
    ]);
    const staging = await octokit.repos.listCommits({ ...REPO, path: STAGING });
    expect(staging.data.map(commit => commit.sha)).toEqual([shas.first]);
    const all = await octokit.paginate(octokit.repos.listCommits, {
      ...REPO,
      per_page: 1,
    });
    expect(all.map(commit => commit.sha)).toEqual([shas.second, shas.first]);
  });

  it.each([
    ['first', 'second', 'ahead', 1, 0],
    ['second', 'first', 'behind', 0, 1],
    ['first', 'first', 'identical', 0, 0],
  ] as const)(
    'compares %s...%s as %s',
    async (base, to, status, ahead, behind) => {
      const { data } = await octokit.repos.compareCommitsWithBasehead({
        ...REPO,
        basehead: `${shas[base]}...${shas[to]}`,
      });
      expect(data).toMatchObject({
        status,
        ahead_by: ahead,
        behind_by: behind,
      });
    },
  );

  it('empties the content of a file above 1 MB and still gives it raw', async () => {
    const big = 'x'.repeat(1024 * 1024 + 1);
    await sandbox.git.repository('acme/gitops').commitFiles({
      branch: 'main',
      files: { 'big.txt': big },
      message: 'big',
      author: {
        name: 'A',
        email: 'a@acme.example',
        date: '2026-09-01T12:00:00Z',
      },
    });
    const plain = await octokit.repos.getContent({ ...REPO, path: 'big.txt' });
    expect(plain.data).toMatchObject({
      content: '',
      encoding: 'none',
      size: big.length,
    });
    const raw = await octokit.repos.getContent({
      ...REPO,
      path: 'big.txt',
      mediaType: { format: 'raw' },
    });
    expect(String(raw.data)).toHaveLength(big.length);
  });
});

it('keeps its repositories over a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const first = await startForTest({ dataDir });
  const seeded = await seedGitops(first.sandbox);
  await first.sandbox.stop();
  const second = await startForTest({ dataDir });
  const ref = await second.octokit.git.getRef({ ...REPO, ref: 'heads/main' });
  expect(ref.data.object.sha).toBe(seeded.second);
  await second.stop();
});
