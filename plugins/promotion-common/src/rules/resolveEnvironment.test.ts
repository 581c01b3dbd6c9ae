// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { parseRules } from './parseRules';
import type { ComponentFacts } from './ResolvedEnvironment';
import { resolveEnvironment, ResolveScope } from './resolveEnvironment';

const component: ComponentFacts = {
  componentRef: 'component:default/checkout',
  name: 'checkout',
  annotations: { 'promotion/gitops-repository': 'acme/gitops' },
  ownerRefs: ['group:default/storefront'],
};

const allow: ResolveScope = {
  repositories: ['acme/*'],
  branches: ['main'],
  manifestPaths: ['services/**'],
  argocdInstances: ['default', 'eu'],
  argocdProjects: ['shop'],
};

interface Fields {
  repository?: string;
  branch?: string;
  labels?: Record<string, string>;
  images?: string[];
  path?: string;
  application?: Record<string, string>;
}

function rulesOf(fields: Fields) {
  const parsed = parseRules(
    JSON.stringify({
      apiVersion: 'promotion/v1',
      kind: 'PromotionRules',
      metadata: { name: 'default' },
      environments: {
        dev: {
          repository: 'acme/other',
          targets: [
            { manifest: { path: 'x' }, application: { name: 'of-dev' } },
          ],
        },
        staging: {
          title: 'Staging',
          repository:
            fields.repository ?? '{annotation:promotion/gitops-repository}',
          branch: fields.branch,
          labels: fields.labels,
          images: fields.images,
          targets: [
            {
              manifest: {
                path:
                  fields.path ?? 'services/{component}/overlays/{environment}',
              },
              application: fields.application ?? {
                name: '{component}-{environment}',
              },
            },
          ],
        },
      },
      paths: [{ from: 'dev', to: 'staging' }],
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rules;
}

function resolve(
  fields: Fields,
  annotations: Record<string, string> = {},
  scope: ResolveScope = allow,
) {
  return resolveEnvironment(
    rulesOf(fields),
    'staging',
    { ...component, annotations: { ...component.annotations, ...annotations } },
    scope,
  );
}

describe('resolveEnvironment', () => {
  it('fills placeholders, defaults and the file of a kustomization', () => {
    expect(resolve({})).toEqual({
      ok: true,
      environment: {
        componentRef: 'component:default/checkout',
        environment: 'staging',
        title: 'Staging',
        labels: { component: 'checkout', environment: 'staging' },
        images: [],
        allowedProjects: ['shop'],
        targets: [
          {
            format: 'kustomize',
            manifest: {
              repositoryUrl: 'https://github.com/acme/gitops',
              branch: 'main',
              path: 'services/checkout/overlays/staging/kustomization.yaml',
            },
            application: { name: 'checkout-staging', instance: 'default' },
          },
        ],
      },
    });
  });

  it.each<[string, Fields, Record<string, string>, string]>([
    [
      'an annotation with a fallback that is set',
      {
        application: {
          name: 'x',
          instance: '{annotation:argocd/instance-name|default}',
        },
      },
      { 'argocd/instance-name': 'eu' },
      '"instance":"eu"',
    ],
    [
      'an annotation with a fallback that is not set',
      {
        application: {
          name: 'x',
          instance: '{annotation:argocd/instance-name|default}',
        },
      },
      {},
      '"instance":"default"',
    ],
    [
      'a repository by address, with .git',
      {},
      { 'promotion/gitops-repository': 'https://github.com/acme/gitops.git' },
      '"repositoryUrl":"https://github.com/acme/gitops"',
    ],
    [
      'a path of several segments by annotation',
      { path: '{annotation:promotion/manifest-path}/{environment}' },
      { 'promotion/manifest-path': 'services/a/b' },
      '"path":"services/a/b/staging/kustomization.yaml"',
    ],
    [
      'a file that is named',
      { path: 'services/x/kustomization.yml' },
      {},
      '"path":"services/x/kustomization.yml"',
    ],
    [
      'a file named Kustomization',
      { path: 'services/x/Kustomization' },
      {},
      '"path":"services/x/Kustomization"',
    ],
    [
      'labels that are given',
      { labels: { app: '{component}' } },
      {},
      '"labels":{"app":"checkout"}',
    ],
    [
      'an image with a registry and port',
      { images: ['{annotation:acme/image}'] },
      { 'acme/image': 'registry.example:5000/acme/checkout' },
      '"images":["registry.example:5000/acme/checkout"]',
    ],
    [
      'a project that is allowed',
      { application: { name: 'x', project: 'shop' } },
      {},
      '"project":"shop"',
    ],
  ])('accepts %s', (_title, fields, annotations, part) => {
    const result = resolve(fields, annotations);
    expect(result.ok).toBe(true);
    expect(JSON.stringify(result)).toContain(part);
  });

  it.each<[string, Fields, Record<string, string>, string, RegExp]>([
    [
      'a repository outside the list',
      {},
      { 'promotion/gitops-repository': 'evil/gitops' },
      'repository',
      /evil\/gitops lies outside/,
    ],
    [
      'another host',
      {},
      { 'promotion/gitops-repository': 'https://evil.example/acme/gitops' },
      'repository',
      /evil\.example.*lies outside/,
    ],
    [
      'a host with credentials',
      {},
      {
        'promotion/gitops-repository':
          'https://github.com@evil.example/acme/gitops',
      },
      'repository',
      /may not stand here/,
    ],
    [
      'a plain http host',
      {},
      { 'promotion/gitops-repository': 'http://github.com/acme/gitops' },
      'repository',
      /is not a repository/,
    ],
    [
      'a repository with a query',
      {},
      { 'promotion/gitops-repository': 'acme/gitops?x=1' },
      'repository',
      /may not stand here/,
    ],
    [
      'a repository without an owner',
      {},
      { 'promotion/gitops-repository': 'gitops' },
      'repository',
      /is not a repository/,
    ],
    [
      'a repository that climbs',
      {},
      { 'promotion/gitops-repository': 'acme/..' },
      'repository',
      /may not stand here/,
    ],
    [
      'a missing annotation',
      { repository: '{annotation:acme/none}' },
      {},
      'repository',
      /has no annotation acme\/none/,
    ],
    [
      'an own word of the language as annotation',
      { repository: '{annotation:constructor}' },
      {},
      'repository',
      /has no annotation constructor/,
    ],
    [
      'an annotation that climbs',
      { path: '{annotation:promotion/manifest-path}' },
      { 'promotion/manifest-path': 'services/../secrets' },
      'targets[0].manifest.path',
      /may not stand here/,
    ],
    [
      'an absolute path',
      { path: '{annotation:promotion/manifest-path}' },
      { 'promotion/manifest-path': '/etc' },
      'targets[0].manifest.path',
      /may not stand here/,
    ],
    [
      'the folder of git',
      { path: 'services/.git/x' },
      {},
      'targets[0].manifest.path',
      /not a path inside/,
    ],
    [
      'an empty segment',
      { path: 'services//x' },
      {},
      'targets[0].manifest.path',
      /not a path inside/,
    ],
    [
      'a path outside the list',
      { path: 'infra/{component}' },
      {},
      'targets[0].manifest.path',
      /infra\/checkout\/kustomization.yaml lies outside/,
    ],
    [
      'a slash in one segment',
      { application: { name: '{annotation:argocd/app-name}' } },
      { 'argocd/app-name': 'a/b' },
      'targets[0].application.name',
      /may not stand here/,
    ],
    [
      'a brace in a value',
      { application: { name: '{annotation:argocd/app-name}' } },
      { 'argocd/app-name': '{component}' },
      'targets[0].application.name',
      /may not stand here/,
    ],
    [
      'an instance outside the list',
      { application: { name: 'x', instance: 'us' } },
      {},
      'targets[0].application.instance',
      /instance us lies outside/,
    ],
    [
      'a project outside the list',
      { application: { name: 'x', project: 'infra' } },
      {},
      'targets[0].application.project',
      /project infra lies outside/,
    ],
    [
      'a branch outside the list',
      { branch: 'release/1' },
      {},
      'branch',
      /release\/1 lies outside/,
    ],
    [
      'a branch that is an option',
      { branch: '--upload-pack' },
      {},
      'branch',
      /not the name of a branch/,
    ],
    [
      'a quote in a label',
      { labels: { app: '{annotation:acme/app}' } },
      { 'acme/app': 'x"} or {' },
      'labels.app',
      /may not stand here/,
    ],
    [
      'an empty annotation',
      { labels: { app: '{annotation:acme/app}' } },
      { 'acme/app': '' },
      'labels.app',
      /may not stand here/,
    ],
  ])('refuses %s', (_title, fields, annotations, field, message) => {
    const result = resolve(fields, annotations);
    if (result.ok) throw new Error('it was accepted');
    expect(result.problems).toEqual([
      {
        environment: 'staging',
        field,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/^[A-Z].*\.$/),
      },
    ]);
  });

  it('says all problems at once', () => {
    const result = resolve(
      { branch: 'dev', path: 'infra' },
      { 'promotion/gitops-repository': 'evil/x' },
    );
    expect(
      result.ok ? [] : result.problems.map(problem => problem.field),
    ).toEqual(['repository', 'branch', 'targets[0].manifest.path']);
  });

  it('reads owner/name on the default host, which may be a local one', () => {
    const result = resolve(
      {},
      {},
      { ...allow, defaultRepositoryHost: 'http://localhost:7010/' },
    );
    expect(JSON.stringify(result)).toContain(
      '"repositoryUrl":"http://localhost:7010/acme/gitops"',
    );
  });

  it('allows nothing where a list is empty', () => {
    expect(resolve({}, {}, { ...allow, repositories: [] }).ok).toBe(false);
    expect(resolve({}, {}, { ...allow, argocdInstances: [] }).ok).toBe(false);
  });

  it.each(['qa', 'constructor'])(
    'has no environment %s, which the rules do not define',
    name => {
      const result = resolveEnvironment(rulesOf({}), name, component, allow);
      expect(result.ok ? [] : result.problems).toEqual([
        expect.objectContaining({
          message: `The rules default have no environment ${name}.`,
          remedy: 'Define it, or choose one of dev, staging.',
        }),
      ]);
    },
  );

  it('never lets an annotation leave the folder the list allows', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('.', '/', 'a', '\\', '%', '2', 'e', '\n'),
        }),
        value => {
          const result = resolve(
            { path: 'services/{annotation:promotion/manifest-path}' },
            { 'promotion/manifest-path': value },
          );
          if (!result.ok) return;
          const path = result.environment.targets[0]?.manifest.path ?? '';
          expect(path).toMatch(/^services\/.+/);
          expect(path.split('/')).not.toContain('..');
          expect(path).not.toMatch(/[\\%\n]/);
        },
      ),
    );
  });
});
