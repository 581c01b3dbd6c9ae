// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type {
  EnvironmentState,
  ManifestDiff,
  Release,
} from 'backstage-plugin-promotion-common';
import { ago } from './moments';

/** 64 hex digits that differ for different texts: good enough to look like a digest. */
function hashOf(text: string): string {
  let state = 7;
  const digits = Array.from({ length: 64 }, (_, index) => {
    const letter = text.charCodeAt(index % text.length);
    state = (state * 31 + letter + index) % 65521;
    return (state % 16).toString(16);
  });
  return digits.join('');
}

/** A pinned release of a component with a build record. */
export function release(name: string, version: string): Release {
  return {
    releaseId: `sha256:${hashOf(`${version}${name}`)}`,
    componentRef: `component:default/${name}`,
    version,
    images: [
      {
        name: `registry.acme.example/acme/${name}`,
        tag: version,
        digest: `sha256:${hashOf(`image${version}`)}`,
      },
    ],
    pinned: true,
    repository: `https://github.example/acme/${name}`,
    commit: hashOf(version).slice(0, 40),
    buildUrl: 'https://ci.acme.example/runs/812',
  };
}

/** A healthy environment with this release live. */
export function environmentState(
  environment: string,
  live: Release,
  change: Partial<EnvironmentState> = {},
): EnvironmentState {
  return {
    componentRef: live.componentRef,
    environment,
    desired: live,
    live,
    commit: '3f9c2e71aa04b8e6d5c4b3a2918273645546372a',
    commitUrl: 'https://github.example/acme/gitops/commit/3f9c2e71',
    since: ago({ hours: 25 }),
    changedAt: ago({ hours: 25 }),
    healthySince: ago({ hours: 25 }),
    origin: {
      kind: 'outside',
      commit: '3f9c2e71aa04b8e6d5c4b3a2918273645546372a',
      author: 'Olivia Ortiz',
      message: 'Deploy the build of main',
      url: 'https://github.example/acme/gitops/commit/3f9c2e71',
    },
    sync: 'synced',
    health: 'healthy',
    applicationUrl: `https://argocd.example/applications/argocd/${environment}`,
    history: [],
    observedAt: ago({ seconds: 12 }),
    problems: [],
    ...change,
  };
}

/** What a promotion to an environment changes in its manifest. */
export function manifestDiff(change: {
  readonly name: string;
  readonly environment: string;
  readonly before: Release;
  readonly after: Release;
}): ManifestDiff {
  const { name, environment, before, after } = change;
  const file = {
    repositoryUrl: 'https://github.example/acme/gitops',
    branch: 'main',
    path: `apps/${name}/${environment}/kustomization.yaml`,
  };
  return {
    file,
    diff: [
      `--- a/${file.path}`,
      `+++ b/${file.path}`,
      '@@ -5,6 +5,6 @@',
      ' images:',
      `   - name: registry.acme.example/acme/${name}`,
      `-    newTag: ${before.version}`,
      `-    digest: ${before.images[0]?.digest}`,
      `+    newTag: ${after.version}`,
      `+    digest: ${after.images[0]?.digest}`,
      ' resources:',
      '   - deployment.yaml',
      '',
    ].join('\n'),
  };
}
