// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { wholeSeconds } from '../git/GitCommit';
import { GitRepository } from '../git/GitRepository';
import { ArgocdServer } from '../argocd/ArgocdServer';
import { importHistory } from '../git/importHistory';
import { GitStore } from '../git/GitStore';
import { SeededMetrics } from '../prometheus/SeededMetrics';
import { baseFiles, overlayPath, overlayText } from './demoManifests';
import {
  DEMO_ENVIRONMENTS,
  DemoDeployment,
  DemoEnvironment,
  DemoRelease,
  DemoService,
  imageOf,
} from './DemoService';
import { DEMO_SERVICES } from './demoServices';

const HOUR_MS = 3_600_000;

/** What the demo is seeded into. */
export interface DemoTargets {
  readonly git: GitStore;
  readonly argocd: ArgocdServer;
  readonly metrics: SeededMetrics;
}

const PEOPLE: Readonly<
  Record<DemoEnvironment, { readonly name: string; readonly email: string }>
> = {
  dev: { name: 'Acme CI', email: 'ci@acme.example' },
  staging: { name: 'Olivia Ortiz', email: 'olivia@acme.example' },
  canary: { name: 'Sam Sato', email: 'sam@acme.example' },
  production: { name: 'Sam Sato', email: 'sam@acme.example' },
};

/** Fills an empty sandbox: repositories with a past, images, applications with the same past, traffic. */
export async function seedDemo(
  targets: DemoTargets,
  seededAt: number,
): Promise<void> {
  await Promise.all(
    DEMO_SERVICES.map(service => seedSource(targets.git, service, seededAt)),
  );
  const gitops = await targets.git.create('acme/gitops');
  DEMO_SERVICES.forEach(service => publishImages(targets.argocd, service));
  const commits = await seedGitops(gitops, seededAt);
  for (const service of DEMO_SERVICES) {
    for (const environment of DEMO_ENVIRONMENTS) {
      await seedApplication(targets.argocd, {
        service,
        environment,
        commits,
        seededAt,
      });
    }
  }
  seedMetrics(targets.metrics, seededAt);
}

/** The traffic alone: it is a function of time and needs no file. */
export function seedMetrics(metrics: SeededMetrics, seededAt: number): void {
  // Longer than the error budget's window, and low enough in errors for the budget of each step.
  const from = seededAt - 45 * 24 * HOUR_MS;
  const traffic = {
    dev: { requestsPerSecond: 2, errorRatio: 0.001 },
    staging: { requestsPerSecond: 4, errorRatio: 0.0005 },
    canary: { requestsPerSecond: 12, errorRatio: 0.0001 },
    production: { requestsPerSecond: 80, errorRatio: 0.0001 },
  } satisfies Record<DemoEnvironment, unknown>;
  for (const { name, observed } of DEMO_SERVICES) {
    for (const environment of observed ? DEMO_ENVIRONMENTS : []) {
      metrics.set(
        { component: name, environment },
        { ...traffic[environment], from },
      );
    }
  }
}

/** The tag that marks a release in a service's source repository. */
export function sourceTag(release: DemoRelease): string {
  return `v${release.version}`;
}

async function seedSource(
  git: GitStore,
  service: DemoService,
  seededAt: number,
): Promise<void> {
  const repository = await git.create(`acme/${service.name}`);
  const commits = await importHistory(
    repository,
    service.releases.map(release => ({
      branch: 'main',
      files: {
        'README.md': `# ${service.name}\n\nThe source of ${service.name}, as far as the demo needs it.\n`,
        VERSION: `${release.version}\n`,
      },
      message: `${release.change}\n\nRelease ${release.version}`,
      author: {
        ...PEOPLE.staging,
        date: wholeSeconds(seededAt - release.builtHoursAgo * HOUR_MS),
      },
    })),
  );
  for (const [index, release] of service.releases.entries()) {
    await repository.moveRef(
      `refs/tags/${sourceTag(release)}`,
      commits[index] ?? '',
      null,
    );
  }
}

function publishImages(argocd: ArgocdServer, service: DemoService): void {
  const image = imageOf(service);
  for (const release of service.releases) {
    argocd.registry.publish(image, release.version);
    if (release.crashesIn) {
      argocd.registry.markCrashing(image, release.version, release.crashesIn);
    }
  }
}

/** @returns the commit of each deployment */
async function seedGitops(
  gitops: GitRepository,
  seededAt: number,
): Promise<ReadonlyMap<DemoDeployment, string>> {
  const past = DEMO_SERVICES.flatMap(service =>
    service.deployments.map(deployment => ({ service, deployment })),
  ).sort((a, b) => b.deployment.hoursAgo - a.deployment.hoursAgo);
  const [, ...shas] = await importHistory(gitops, [
    {
      branch: 'main',
      files: {
        'README.md':
          '# GitOps\n\nWhat runs where. Argo CD applies it; promotions move the images.\n',
        ...Object.assign({}, ...DEMO_SERVICES.map(baseFiles)),
      },
      message: 'Describe the shop’s services',
      author: {
        ...PEOPLE.staging,
        date: wholeSeconds(seededAt - 21 * 24 * HOUR_MS),
      },
    },
    ...past.map(
      ({ service, deployment: { environment, version, hoursAgo } }) => ({
        branch: 'main',
        files: {
          [overlayPath(service.name, environment)]: overlayText(
            service,
            environment,
            version,
          ),
        },
        message: `Deploy ${service.name} ${version} to ${environment}`,
        author: {
          ...PEOPLE[environment],
          date: wholeSeconds(seededAt - hoursAgo * HOUR_MS),
        },
      }),
    ),
  ]);
  return new Map(
    past.map(({ deployment }, index) => [deployment, shas[index] ?? '']),
  );
}

async function seedApplication(
  argocd: ArgocdServer,
  one: {
    readonly service: DemoService;
    readonly environment: DemoEnvironment;
    readonly commits: ReadonlyMap<DemoDeployment, string>;
    readonly seededAt: number;
  },
): Promise<void> {
  const { service, environment, commits, seededAt } = one;
  const automatic = environment === 'dev' || environment === 'staging';
  const app = argocd.controller.create(
    {
      name: `${service.name}-${environment}`,
      project: 'shop',
      repository: 'acme/gitops',
      path: `services/${service.name}/overlays/${environment}`,
      targetRevision: 'main',
      namespace: `shop-${environment}`,
      labels: { component: service.name, environment },
      ...(automatic ? { automated: { prune: true, selfHeal: true } } : {}),
    },
    seededAt - 21 * 24 * HOUR_MS,
  );
  const past = service.deployments.filter(
    deployment => deployment.environment === environment,
  );
  await argocd.controller.backdate(
    app,
    past.map(deployment => ({
      revision: commits.get(deployment) ?? '',
      // Argo CD notices a push within a minute or two.
      deployedAt: seededAt - deployment.hoursAgo * HOUR_MS + 90_000,
      initiatedBy: automatic ? { automated: true } : { username: 'admin' },
    })),
  );
}
