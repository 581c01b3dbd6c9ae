// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { ResolvedEnvironment } from 'backstage-plugin-promotion-common';
import { FakeClock } from './FakeClock';
import { FakeDeployments } from './FakeDeployments';
import { FakeRepository } from './FakeRepository';
import { deploymentsContract } from './deploymentsContract';

const repositoryUrl = 'https://github.example.test/acme/gitops';
const path = 'services/checkout/overlays/staging/kustomization.yaml';
const name = 'registry.example/acme/checkout';
const kustomization = (tag: string) =>
  `images:\n  - name: ${name}\n    newTag: "${tag}"\n`;
const target: ResolvedEnvironment = {
  componentRef: 'component:default/checkout',
  environment: 'staging',
  title: 'Staging',
  labels: {},
  images: [],
  targets: [
    {
      manifest: { repositoryUrl, branch: 'main', path },
      format: 'kustomize',
      application: { instance: 'default', name: 'checkout-staging' },
    },
  ],
};

deploymentsContract('The fake deployment tool', async () => {
  const clock = new FakeClock();
  const repository = new FakeRepository({ clock });
  repository.seed(repositoryUrl, 'main', { [path]: kustomization('2.3.0') });
  const deployments = new FakeDeployments({ clock, repository });
  deployments.track(target);
  deployments.setUnhealthy('2.4.0-broken');
  return {
    deployments,
    target,
    image: {
      name,
      liveTag: '2.3.0',
      healthyTag: '2.4.0',
      unhealthyTag: '2.4.0-broken',
    },
    write: async tag => repository.push(path, kustomization(tag), 'Grace'),
    writeElsewhere: async () =>
      repository.push('README.md', 'hello\n', 'Grace'),
    advance: async ms => clock.advance(ms),
    now: () => clock.timestamp,
    goDown: async () => {
      deployments.down = true;
    },
    stop: async () => {},
  };
});
