// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ConfigReader } from '@backstage/config';
import type { ResolvedEnvironment } from 'backstage-plugin-promotion-common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, VirtualClock } from 'promotion-sandbox';
import { GithubConnections } from '../../github/GithubConnections';
import { GithubRepository } from '../../github/GithubRepository';
import { ArgocdDeployments } from '../ArgocdDeployments';

/** No message may ever hold it. */
export const TEST_PASSWORD = 'test-password-that-must-not-leak';
/** The image of the test application. */
export const IMAGE = 'registry.example/acme/checkout';
/** The manifest of the test application. */
export const MANIFEST = 'services/checkout/overlays/staging/kustomization.yaml';

const GITHUB_TOKEN = 'test-token';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
spec:
  replicas: 2
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec:
      containers:
        - name: app
          image: ${IMAGE}
`;

/** The text of the manifest with that tag, pinned where a digest is given. */
export const overlay = (tag: string, digest?: string) =>
  `resources:\n  - ../../base\nimages:\n  - name: ${IMAGE}\n    newTag: "${tag}"\n${
    digest ? `    digest: ${digest}\n` : ''
  }`;

/** The adapter against a sandbox with one application, `checkout-staging`, healthy at 2.3.0 for a day. */
export async function startArgocd(
  options: { autoSync?: boolean; prune?: boolean } = {},
) {
  const clock = new VirtualClock();
  const dataDir = await mkdtemp(join(tmpdir(), 'promotion-argocd-'));
  const account = { username: 'promotion', password: TEST_PASSWORD };
  const sandbox = await startSandbox({
    dataDir,
    clock,
    githubToken: GITHUB_TOKEN,
    argocdAccount: account,
    timings: {
      tickMs: 1_000,
      reconcileEveryMs: 120_000,
      revisionCacheMs: 180_000,
      refreshMs: 1_000,
      operationPickupMs: 1_000,
      syncMs: 3_000,
      healthyFlashMs: 2_000,
      progressingMs: 10_000,
      progressDeadlineMs: 60_000,
    },
  });
  const git = await sandbox.git.create('acme/gitops');
  const push = (files: Readonly<Record<string, string>>) =>
    git.commitFiles({
      branch: 'main',
      files,
      message: 'Change',
      author: {
        name: 'Ada',
        email: 'ada@acme.example',
        date: new Date(clock.now()).toISOString(),
      },
    });
  const digests = Object.fromEntries(
    ['2.3.0', '2.4.0', '2.5.0', '2.4.0-broken'].map(tag => [
      tag,
      sandbox.argocd.registry.publish(IMAGE, tag),
    ]),
  );
  sandbox.argocd.registry.markCrashing(IMAGE, '2.4.0-broken');
  const revision = await push({
    'services/checkout/base/deployment.yaml': DEPLOYMENT,
    'services/checkout/base/kustomization.yaml':
      'resources:\n  - deployment.yaml\n',
    [MANIFEST]: overlay('2.3.0'),
  });
  const application = sandbox.argocd.controller.create({
    name: 'checkout-staging',
    project: 'shop',
    repository: 'acme/gitops',
    path: 'services/checkout/overlays/staging',
    targetRevision: 'main',
    namespace: 'shop-staging',
    labels: {},
    ...(options.autoSync
      ? { automated: { prune: options.prune ?? true } }
      : {}),
  });
  await sandbox.argocd.controller.backdate(application, [
    {
      revision,
      deployedAt: clock.now() - 86_400_000,
      initiatedBy: { username: 'admin' },
    },
  ]);

  const repository = new GithubRepository(
    new GithubConnections({
      config: new ConfigReader({
        integrations: {
          github: [
            {
              host: new URL(sandbox.url).host,
              apiBaseUrl: sandbox.githubApiUrl,
              token: GITHUB_TOKEN,
            },
          ],
        },
      }),
    }),
  );
  const deployments = new ArgocdDeployments({
    repository,
    instances: [
      {
        name: 'demo',
        url: sandbox.argocdUrl,
        webUrl: sandbox.argocdUrl,
        credentials: { kind: 'login', ...account },
      },
    ],
    clock: { now: async () => new Date(clock.now()).toISOString() },
    refreshTimeoutMs: 100,
  });
  const target: ResolvedEnvironment = {
    componentRef: 'component:default/checkout',
    environment: 'staging',
    title: 'Staging',
    labels: {},
    images: [IMAGE],
    targets: [
      {
        manifest: {
          repositoryUrl: `${sandbox.url}/acme/gitops`,
          branch: 'main',
          path: MANIFEST,
        },
        format: 'kustomize',
        application: { instance: 'demo', name: 'checkout-staging' },
      },
    ],
  };
  return {
    sandbox,
    clock,
    repository,
    deployments,
    target,
    digests,
    push,
    pushTag: (tag: string, digest?: string) =>
      push({ [MANIFEST]: overlay(tag, digest) }),
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
