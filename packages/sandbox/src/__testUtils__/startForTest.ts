// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Octokit } from '@octokit/rest';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sandbox, SandboxOptions } from '../Sandbox';
import { SANDBOX_GITHUB_TOKEN, startSandbox } from '../startSandbox';

/** A sandbox in a directory of its own with a small repository, and an unmodified Octokit. */
export async function startForTest(
  options: Partial<SandboxOptions> = {},
): Promise<{
  sandbox: Sandbox;
  octokit: Octokit;
  dataDir: string;
  stop: () => Promise<void>;
}> {
  const dataDir =
    options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sandbox-')));
  const sandbox = await startSandbox({ ...options, dataDir });
  const octokit = new Octokit({
    baseUrl: sandbox.githubApiUrl,
    auth: SANDBOX_GITHUB_TOKEN,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return {
    sandbox,
    octokit,
    dataDir,
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** `acme/gitops` with two commits: two overlays, then an edit of one. */
export async function seedGitops(
  sandbox: Sandbox,
): Promise<{ first: string; second: string }> {
  const repository = await sandbox.git.create('acme/gitops');
  const author = {
    name: 'Ada',
    email: 'ada@acme.example',
    date: '2026-08-30T09:00:00Z',
  };
  const overlay = (tag: string) =>
    `# overlay\nresources: [../../base]\nimages:\n  - name: registry.example/acme/checkout\n    newTag: "${tag}"\n`;
  const first = await repository.commitFiles({
    branch: 'main',
    files: {
      'services/checkout/overlays/dev/kustomization.yaml': overlay('1.1.0'),
      'services/checkout/overlays/staging/kustomization.yaml': overlay('1.0.0'),
      'README.md': '# gitops\n',
    },
    message: 'Start\n\nWith two environments',
    author,
  });
  const second = await repository.commitFiles({
    branch: 'main',
    files: {
      'services/checkout/overlays/dev/kustomization.yaml': overlay('1.2.0'),
    },
    message: 'Release checkout 1.2.0 to dev',
    author: { ...author, date: '2026-08-31T09:00:00Z' },
  });
  return { first, second };
}

/** Status and GitHub's own message of a call that must fail; undefined where it did not. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<{ status: unknown; message: unknown }> {
  const error = await promise.then(
    () => undefined,
    reason => reason,
  );
  return { status: error?.status, message: error?.response?.data?.message };
}
