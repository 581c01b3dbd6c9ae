// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { entriesOf, fieldOf, listOf, textOf, valueAt } from './rawValues';
import type { DocumentPath, Finding } from './RulesProblem';
import { parseTemplate } from './template';

interface Template {
  readonly path: DocumentPath;
  readonly text: string;
}

/** Placeholders are known ones, file paths stay inside their repository, and no two environments share a manifest. */
export function checkTemplates(root: unknown): Finding[] {
  const environments = entriesOf(fieldOf(root, 'environments'));
  return [
    ...environments.flatMap(([name, environment]) =>
      templatesOf(environment, ['environments', name]).flatMap(templateProblem),
    ),
    ...sharedManifests(environments),
    ...tagTemplate(root),
  ];
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

function sharedManifests(
  environments: readonly [string, unknown][],
): Finding[] {
  const seen = new Map<string, string>();
  return environments.flatMap(([name, environment]) =>
    listOf(fieldOf(environment, 'targets')).flatMap(
      (target, index): Finding[] => {
        const path = textOf(fieldOf(target, 'manifest'), 'path');
        if (path === undefined) return [];
        const key = [
          textOf(environment, 'repository'),
          textOf(environment, 'branch') ?? 'main',
          path,
        ]
          .map(text => text?.replaceAll('{environment}', name))
          .join('\n');
        const other = seen.get(key);
        seen.set(key, other ?? name);
        return other === undefined
          ? []
          : [
              {
                path: [
                  'environments',
                  name,
                  'targets',
                  index,
                  'manifest',
                  'path',
                ],
                at: 'value',
                message: `path leads to the manifest of ${
                  other === name ? 'another target' : `environment ${other}`
                }: each needs its own, for example with {environment} in the path`,
              },
            ];
      },
    ),
  );
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
