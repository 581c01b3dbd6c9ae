// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { resolve } from 'node:path';
import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  promotionDeploymentExtensionPoint,
  promotionEvidenceExtensionPoint,
  promotionRepositoryExtensionPoint,
  type EvidenceProvider,
} from 'backstage-plugin-promotion-node';
import {
  FakeDeployments,
  fakeDigest,
  FakeRepository,
} from 'backstage-plugin-promotion-node/testUtils';
import { promotionPlugin } from '../plugin';
import { demoCatalog } from './demoCatalog';

/** The image of the demo's checkout. */
export const checkoutImage = 'registry.example/acme/checkout';

/** A token for a pipeline that may send evidence and nothing else, configured as docs/operate.md says. */
export const CI_TOKEN = 'a-token-for-the-pipeline';

/** The entities of the fake backend's catalog. */
export function fakeCatalog(): Entity[] {
  return [...demoCatalog(), ...others];
}

/** The plugin with its routes on, before fakes of the outside. */
export interface FakeBackend {
  readonly backend: TestBackend;
  /** Root of the routes, with `/v1`. */
  readonly url: string;
  readonly repository: FakeRepository;
  readonly deployments: FakeDeployments;
  /** How often evidence was asked for. */
  readonly collected: () => number;
}

/** The manifest of checkout at a version. */
export function checkoutManifest(version: string): string {
  return `images:\n  - name: ${checkoutImage}\n    newTag: "${version}"\n    digest: ${fakeDigest(
    checkoutImage,
    version,
  )}\n`;
}

/** Starts the plugin with SQLite, the default rules, the demo's catalog and a few entities besides. */
export async function startFakeBackend(
  features: readonly BackendFeature[] = [],
  catalog: BackendFeature = catalogServiceMock.factory({
    entities: fakeCatalog(),
  }),
): Promise<FakeBackend> {
  const clock = {
    get timestamp() {
      return new Date().toISOString();
    },
    now: async () => new Date().toISOString(),
  };
  const repository = new FakeRepository({ clock });
  const deployments = new FakeDeployments({ clock, repository });
  let collected = 0;
  const provider: EvidenceProvider = {
    name: 'prometheus',
    kinds: ['slo', 'error-budget'],
    collect: async ({ now }) => {
      collected += 1;
      return [
        {
          kind: 'slo',
          subject: 'environment',
          observedAt: now,
          problem: { code: 'no-data', message: 'there is no series' },
        },
      ];
    },
  };
  seed(repository, deployments);
  const fakes = createBackendModule({
    pluginId: 'promotion',
    moduleId: 'fakes',
    register(registration) {
      registration.registerInit({
        deps: {
          repositories: promotionRepositoryExtensionPoint,
          deployment: promotionDeploymentExtensionPoint,
          evidence: promotionEvidenceExtensionPoint,
        },
        async init({ repositories, deployment, evidence }) {
          repositories.setRepository(repository);
          deployment.setDeployments(() => deployments);
          evidence.addEvidenceProvider(provider);
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      promotionPlugin,
      fakes,
      catalog,
      mockServices.rootConfig.factory({ data: config }),
      ...features,
    ],
  });
  return {
    backend,
    url: `http://localhost:${backend.server.port()}/api/promotion/v1`,
    repository,
    deployments,
    collected: () => collected,
  };
}

const config = {
  backend: {
    auth: {
      externalAccess: [
        {
          type: 'static',
          options: { token: CI_TOKEN, subject: 'ci' },
          accessRestrictions: [
            { plugin: 'promotion', permission: 'promotion.evidence.create' },
          ],
        },
      ],
    },
    database: { client: 'better-sqlite3', connection: ':memory:' },
  },
  promotion: {
    rules: [
      {
        name: 'default',
        target: resolve(
          __dirname,
          '../../../../promotion/promotion-rules.yaml',
        ),
        appliesTo: { type: 'service' },
        allow: { repositories: ['acme/gitops'] },
      },
    ],
    producers: [
      {
        subject: 'external:test-service',
        kinds: ['build', 'coverage', 'alerts'],
        components: { name: 'checkout' },
      },
      { subject: 'ci', kinds: ['coverage'] },
    ],
    observation: { every: '1h' },
  },
};

function component(name: string, type: string, repository: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'promotion/gitops-repository': repository },
    },
    spec: { type, owner: 'group:default/storefront' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/storefront' }],
  };
}

const others = [
  component('site', 'website', 'acme/gitops'),
  component('rogue', 'service', 'evil/gitops'),
];

function seed(repository: FakeRepository, deployments: FakeDeployments): void {
  const repositoryUrl = 'https://github.com/acme/gitops';
  const versions = {
    dev: '2.4.0',
    staging: '2.3.1',
    canary: '2.3.0',
    production: '2.3.0',
  };
  const places = Object.entries(versions).map(([environment, version]) => ({
    version,
    manifest: {
      repositoryUrl,
      branch: 'main',
      path: `services/checkout/overlays/${environment}/kustomization.yaml`,
    },
    application: { instance: 'default', name: `checkout-${environment}` },
  }));
  repository.seed(
    repositoryUrl,
    'main',
    Object.fromEntries(
      places.map(({ manifest, version }) => [
        manifest.path,
        checkoutManifest(version),
      ]),
    ),
  );
  deployments.track({
    targets: places.map(({ manifest, application }) => ({
      manifest,
      application,
      format: 'kustomize',
    })),
  });
}
