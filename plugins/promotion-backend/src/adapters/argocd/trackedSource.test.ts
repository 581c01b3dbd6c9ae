// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { makeApplication } from './__testUtils__/makeReading';
import {
  findTrackedSource,
  normalizeRepositoryUrl,
  readSyncedRevision,
} from './trackedSource';

const manifest = {
  repositoryUrl: 'https://github.test/acme/gitops',
  branch: 'main',
  path: 'services/checkout/overlays/staging/kustomization.yaml',
};
const ours = {
  repoURL: 'https://github.test/acme/gitops.git',
  path: 'services/checkout/overlays/staging',
  targetRevision: 'main',
};
const application = (spec: Record<string, unknown>) =>
  makeApplication({}, { spec: { project: 'shop', ...spec } });

describe('condition 1: the application deploys our manifest', () => {
  it.each([
    ['in one spelling', {}],
    ['by ssh', { repoURL: 'git@github.test:acme/gitops.git' }],
    ['by ssh address', { repoURL: 'ssh://git@github.test:22/acme/gitops' }],
    [
      'with a user in the address',
      { repoURL: 'https://bot@GitHub.test/acme/gitops/' },
    ],
    ['by the full name of the branch', { targetRevision: 'refs/heads/main' }],
    ['by the default branch', { targetRevision: '' }],
    [
      'with slashes around the folder',
      { path: './services/checkout/overlays/staging/' },
    ],
    ['from the root', { path: '.' }],
  ])('%s', (_title, change) => {
    expect(
      findTrackedSource(
        application({ source: { ...ours, ...change } }),
        manifest,
      ),
    ).toMatchObject({ kind: 'ours' });
  });

  it.each([
    [
      'another repository',
      { repoURL: 'https://github.test/acme/other' },
      /deploys from github\.test\/acme\/other, not from github\.test\/acme\/gitops/,
    ],
    [
      'another branch',
      { targetRevision: 'release' },
      /tracks release, not branch main/,
    ],
    ['a pinned commit', { targetRevision: 'a'.repeat(40) }, /not branch main/],
    [
      'another folder',
      { path: 'services/checkout/overlays/production' },
      /does not hold services\/checkout\/overlays\/staging/,
    ],
    [
      'a folder whose name begins alike',
      { path: 'services/checkout/overlays/stag' },
      /does not hold/,
    ],
  ])('is a configuration error with %s', (_title, change, message) => {
    expect(
      findTrackedSource(
        application({ source: { ...ours, ...change } }),
        manifest,
      ),
    ).toEqual({
      kind: 'other',
      message: expect.stringMatching(message),
    });
  });

  it('finds ours among several sources, and its own revision', () => {
    const several = makeApplication(
      { sync: { status: 'Synced', revisions: ['1.2.3', 'c'.repeat(40)] } },
      {
        spec: {
          project: 'shop',
          sources: [
            { repoURL: 'https://charts.test/stable', targetRevision: '1.2.3' },
            ours,
          ],
        },
      },
    );
    const tracked = findTrackedSource(several, manifest);
    expect(tracked).toMatchObject({ kind: 'ours', index: 1 });
    expect(readSyncedRevision(several, 1)).toBe('c'.repeat(40));
  });

  it('tells hosts apart', () => {
    expect(normalizeRepositoryUrl('https://a.test/acme/gitops')).not.toBe(
      normalizeRepositoryUrl('https://b.test/acme/gitops'),
    );
  });
});
