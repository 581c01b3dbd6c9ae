// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { FieldWrite } from '../model/Plan';
import { editManifest, manifestPaths } from './ManifestFormat';
import { revertWrites } from './revertWrites';

const IMAGE = 'registry.example/acme/checkout';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const file = {
  repositoryUrl: 'https://github.test/acme/gitops',
  branch: 'main',
  path: 'kustomization.yaml',
};
const write = (
  field: string,
  before: string | undefined,
  after: string | undefined,
): FieldWrite => ({
  file,
  pointer: `/images/[${IMAGE}]/${field}`,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});
const manifest = (tag: string, rest = '') =>
  `# kept\nimages:\n  - name: ${IMAGE}\n    newTag: "${tag}" # why\n${rest}`;

describe('editManifest', () => {
  it('writes what is not there yet and keeps every other byte', () => {
    expect(
      editManifest(manifest('2.3.0'), [write('newTag', '2.3.0', '2.4.0')]),
    ).toEqual({
      kind: 'edited',
      text: manifest('2.4.0'),
    });
  });

  it('is content when somebody else wrote the same', () => {
    expect(
      editManifest(manifest('2.4.0'), [write('newTag', '2.3.0', '2.4.0')]),
    ).toEqual({ kind: 'unchanged' });
  });

  it('writes the rest when one of two fields is there already', () => {
    const writes = [
      write('newTag', '2.3.0', '2.4.0'),
      write('digest', undefined, DIGEST),
    ];
    const result = editManifest(manifest('2.4.0'), writes);
    expect(result).toMatchObject({
      kind: 'edited',
      text: expect.stringContaining(DIGEST),
    });
  });

  it('names every field that holds something else', () => {
    const writes = [
      write('newTag', '2.3.0', '2.4.0'),
      write('digest', DIGEST, undefined),
    ];
    expect(
      editManifest(
        manifest('2.5.0', `    digest: sha256:${'b'.repeat(64)}\n`),
        writes,
      ),
    ).toEqual({
      kind: 'conflict',
      writes,
    });
  });

  it('goes back on its own fields while others changed the file', () => {
    const writes = [write('newTag', '2.3.0', '2.4.0')];
    const theirs = `${manifest(
      '2.4.0',
    )}replicas:\n  - name: checkout\n    count: 3\n`;
    expect(editManifest(theirs, revertWrites(writes))).toEqual({
      kind: 'edited',
      text: theirs.replace('2.4.0', '2.3.0'),
    });
  });

  it.each([
    ['a template', 'images:\n  - name: {{ .Values.image }}\n', 'template'],
    ['no YAML', 'images: [', 'not-yaml'],
  ])('refuses %s', (_title, text, code) => {
    expect(
      editManifest(text, [write('newTag', '2.3.0', '2.4.0')]),
    ).toMatchObject({ kind: 'refused', problem: { code } });
  });
});

it.each([
  [
    'a/kustomization.yaml',
    ['a/kustomization.yaml', 'a/kustomization.yml', 'a/Kustomization'],
  ],
  [
    'Kustomization',
    ['Kustomization', 'kustomization.yaml', 'kustomization.yml'],
  ],
  ['a/images.yaml', ['a/images.yaml']],
])('the manifest at %s may lie at %j', (path, paths) => {
  expect(manifestPaths(path)).toEqual(paths);
});
