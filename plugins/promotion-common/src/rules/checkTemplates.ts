// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  entriesOf,
  fieldOf,
  listOf,
  shortened,
  textOf,
  valueAt,
} from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';
import { parseTemplate } from './template';

interface Template {
  readonly path: DocumentPath;
  readonly text: string;
}

/** Placeholders are known ones, file paths stay inside their repository, and no two targets share a manifest or an application. */
export function* checkTemplates(root: unknown): Generator<Finding> {
  const environments = entriesOf(fieldOf(root, 'environments'));
  for (const [name, environment] of environments) {
    for (const each of templatesOf(environment, ['environments', name])) {
      yield* templateProblem(each);
    }
  }
  yield* sharedThings(environments);
  yield* tagTemplate(root);
}

function templatesOf(environment: unknown, at: DocumentPath): Template[] {
  const ways: DocumentPath[] = [
    ['repository'],
    ['branch'],
    ...entriesOf(fieldOf(environment, 'labels')).map(([name]) => [
      'labels',
      name,
    ]),
    ...listOf(fieldOf(environment, 'images')).map((_, index) => [
      'images',
      index,
    ]),
    ...listOf(fieldOf(environment, 'targets')).flatMap((_, index) => [
      ['targets', index, 'manifest', 'path'],
      ...['name', 'instance', 'namespace', 'project'].map(key => [
        'targets',
        index,
        'application',
        key,
      ]),
    ]),
  ];
  return ways.flatMap(way => {
    const text = valueAt(environment, way);
    return typeof text === 'string' ? [{ path: [...at, ...way], text }] : [];
  });
}

function templateProblem({ path, text }: Template): Finding[] {
  const parsed = parseTemplate(text);
  const key = String(path.at(-1));
  if (!parsed.ok) {
    return [
      {
        path,
        at: 'value',
        message: `${key}: ${parsed.message}`,
        ...(parsed.nearest !== undefined && { nearest: parsed.nearest }),
      },
    ];
  }
  const leavesRepository =
    key === 'path' && (text.startsWith('/') || text.split('/').includes('..'));
  return leavesRepository
    ? [
        {
          path,
          at: 'value',
          message:
            'path starts at the root of the repository and stays in it: no leading slash, no ..',
        },
      ]
    : [];
}

/** What two targets cannot have together: each would deploy, and undo, the other's release. */
function* sharedThings(
  environments: readonly [string, unknown][],
): Generator<Finding> {
  const seen = new Map<string, string>();
  for (const [name, environment] of environments) {
    for (const [index, target] of listOf(
      fieldOf(environment, 'targets'),
    ).entries()) {
      for (const { key, of, path } of sharable(environment, target)) {
        const filled = key.replaceAll('{environment}', name);
        const other = seen.get(filled);
        seen.set(filled, other ?? name);
        if (other === undefined) continue;
        const whose =
          other === name ? 'another target' : `environment ${shortened(other)}`;
        yield {
          path: ['environments', name, 'targets', index, ...path],
          at: 'value',
          message: `${String(
            path.at(-1),
          )} leads to the ${of} of ${whose}: each needs its own, for example with {environment} in it`,
        };
      }
    }
  }
}

function sharable(environment: unknown, target: unknown) {
  const file = textOf(fieldOf(target, 'manifest'), 'path');
  const application = fieldOf(target, 'application');
  const name = textOf(application, 'name');
  const text = (value: unknown, key: string, fallback: string) =>
    textOf(value, key) ?? fallback;
  return [
    ...(file === undefined
      ? []
      : [
          {
            of: 'manifest',
            path: ['manifest', 'path'],
            key: [
              'manifest',
              text(environment, 'repository', '').replace(/\.git$|\/$/, ''),
              text(environment, 'branch', 'main'),
              folderOf(file),
            ].join('\n'),
          },
        ]),
    ...(name === undefined
      ? []
      : [
          {
            of: 'application',
            path: ['application', 'name'],
            key: [
              'application',
              text(application, 'instance', 'default'),
              text(application, 'namespace', ''),
              name,
            ].join('\n'),
          },
        ]),
  ];
}

/** The folder of a kustomization, whichever way it is written. */
function folderOf(path: string): string {
  return path
    .replace(/(^|\/)(kustomization\.ya?ml|Kustomization)$/, '')
    .replace(/^(\.\/)+|\/+$/g, '');
}

/** The template of tags has placeholders of its own, and is for the commit. */
function tagTemplate(root: unknown): Finding[] {
  const path = ['release', 'commitFromTag'];
  const text = valueAt(root, path);
  if (typeof text !== 'string') return [];
  const unknown = text.replaceAll('{version}', '').replace('{commit}', '');
  return text.includes('{commit}') && !/[{}]/.test(unknown)
    ? []
    : [
        {
          path,
          at: 'value',
          message:
            'commitFromTag says where {commit} stands in a tag, once, and may say {version}, such as {version}-{commit}',
        },
      ];
}
