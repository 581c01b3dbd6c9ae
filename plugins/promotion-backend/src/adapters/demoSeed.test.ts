// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { ConfigReader } from '@backstage/config';
import type { ResolvedEnvironment } from 'backstage-plugin-promotion-common';
import { readImages } from 'backstage-plugin-promotion-common/manifests';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  SANDBOX_ARGOCD_ACCOUNT,
  SANDBOX_GITHUB_TOKEN,
  startSandbox,
  type Sandbox,
} from 'promotion-sandbox';
import { ArgocdDeployments } from './argocd/ArgocdDeployments';
import { GithubConnections } from './github/GithubConnections';
import { GithubRepository } from './github/GithubRepository';
import { PrometheusEvidenceProvider } from './prometheus/PrometheusEvidenceProvider';
import { defaultTemplates } from './prometheus/queries';
import { collectRequest } from './prometheus/__testUtils__/collectRequest';

const context = { signal: new AbortController().signal };
const services = [
  'checkout',
  'search',
  'payments',
  'recommendations',
  'notifier',
  'reports',
  'loyalty',
];
const environments = ['dev', 'staging', 'canary', 'production'];

describe('the adapters against what the demo starts with', () => {
  let sandbox: Sandbox;
  let dataDir: string;
  let repository: GithubRepository;
  let deployments: ArgocdDeployments;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'promotion-demo-'));
    sandbox = await startSandbox({ dataDir, seed: 'demo' });
    repository = new GithubRepository(
      new GithubConnections({
        config: new ConfigReader({
          integrations: {
            github: [
              {
                host: new URL(sandbox.url).host,
                apiBaseUrl: sandbox.githubApiUrl,
                token: SANDBOX_GITHUB_TOKEN,
              },
            ],
          },
        }),
      }),
    );
    deployments = new ArgocdDeployments({
      repository,
      clock: { now: async () => new Date().toISOString() },
      instances: [
        {
          name: 'demo',
          url: sandbox.argocdUrl,
          webUrl: sandbox.argocdUrl,
          credentials: { kind: 'login', ...SANDBOX_ARGOCD_ACCOUNT },
        },
      ],
    });
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const target = (
    service: string,
    environment: string,
  ): ResolvedEnvironment => ({
    componentRef: `component:default/${service}`,
    environment,
    title: environment,
    labels: { component: service, environment },
    images: [],
    targets: [
      {
        manifest: {
          repositoryUrl: `${sandbox.url}/acme/gitops`,
          branch: 'main',
          path: `services/${service}/overlays/${environment}/kustomization.yaml`,
        },
        format: 'kustomize',
        application: { instance: 'demo', name: `${service}-${environment}` },
      },
    ],
  });

  it.each(services)(
    'find nothing wrong with %s, and the desired image live everywhere',
    async service => {
      for (const environment of environments) {
        const one = target(service, environment);
        const inspection = await repository.inspectFiles(one, context);
        expect(inspection.problems).toEqual([]);
        expect(
          await deployments.inspectApplications(one, context),
        ).toMatchObject({ problems: [], usedImages: [expect.any(String)] });

        const [state] = await deployments.readApplications(
          one.targets,
          context,
        );
        expect(state).toMatchObject({ sync: 'synced', health: 'healthy' });
        const read = readImages(inspection.files[0]?.text ?? '');
        const desired = read.ok
          ? read.images.map(({ name, newTag, digest }) => ({
              name,
              tag: newTag,
              digest,
            }))
          : [];
        expect(state?.images).toEqual(desired);

        const [revision] = await repository.listRevisions(
          {
            repositoryUrl: `${sandbox.url}/acme/gitops`,
            branch: 'main',
            path: inspection.files[0]?.location.path ?? '',
            limit: 1,
          },
          context,
        );
        expect(revision?.author).toBeTruthy();
      }
    },
  );

  it('have metrics for the canary of payments', async () => {
    const provider = new PrometheusEvidenceProvider({
      url: sandbox.prometheusUrl,
      queries: defaultTemplates,
    });
    const now = new Date();
    const request = collectRequest({
      now: now.toISOString(),
      since: new Date(now.getTime() - 24 * 3_600_000).toISOString(),
    });
    const collected = await provider.collect(
      { ...request, environment: target('payments', 'canary') },
      context,
    );
    const canary = collected.find(({ kind }) => kind === 'canary')?.facts;
    const share = canary?.kind === 'canary' ? Number(canary.trafficShare) : 0;
    expect(share).toBeGreaterThanOrEqual(10);
    expect(collected.map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
