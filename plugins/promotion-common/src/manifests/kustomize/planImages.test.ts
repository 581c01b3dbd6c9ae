// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import * as yaml from 'yaml';
import { makeRelease } from '../../model/releaseId';
import { editManifest, readImages } from '../ManifestFormat';
import { revertWrites } from '../revertWrites';
import { kustomize } from './kustomize';

jest.mock('yaml', () => {
  const actual = jest.requireActual('yaml');
  const counted = (name: string) => jest.fn(actual[name]);
  return {
    ...actual,
    parse: counted('parse'),
    parseDocument: counted('parseDocument'),
    parseAllDocuments: counted('parseAllDocuments'),
  };
});

const D = `sha256:${'d'.repeat(64)}`;
const file = {
  repositoryUrl: 'https://github.com/acme/gitops',
  branch: 'main',
  path: 'overlays/canary/kustomization.yaml',
};

function reading(text: string) {
  const read = kustomize.read(text);
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return read.reading;
}

/** Plans `name` at a tag into a target. */
function plan(
  targetText: string,
  { name = 'acme/web', usedImages }: { name?: string; usedImages?: string[] },
) {
  const image = { name, tag: 'v2' };
  return kustomize.plan({
    release: makeRelease({
      componentRef: 'component:default/web',
      images: [image],
    }),
    sourceImages: [{ name, newTag: 'v2' }],
    target: reading(targetText),
    file,
    names: [name],
    ...(usedImages && { usedImages }),
  });
}

function planned(targetText: string) {
  const result = plan(targetText, { usedImages: ['acme/web'] });
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result;
}

const refusal = (result: ReturnType<typeof plan>) =>
  result.ok ? 'accepted' : result.problems[0]?.message;

function parses(): number {
  return [yaml.parse, yaml.parseDocument, yaml.parseAllDocuments]
    .map(each => jest.mocked(each).mock.calls.length)
    .reduce((a, b) => a + b, 0);
}

it.each([1, 10, 200])(
  'parses each of two files at most five times for %i images, the edit and its way back included',
  count => {
    const names = [...Array(count).keys()].map(index => `acme/s${index}`);
    const text = (tag: string) =>
      `images:\n${names
        .map(name => `- name: ${name}\n  newTag: ${tag}\n`)
        .join('')}`;
    jest.clearAllMocks();
    const source = reading(text('v2'));
    const target = reading(text('v1'));
    const result = kustomize.plan({
      release: makeRelease({
        componentRef: 'component:default/web',
        images: names.map(name => ({ name, tag: 'v2' })),
      }),
      sourceImages: source.images,
      target,
      file,
      names,
    });
    kustomize.differences(source, target, names);
    expect(result).toMatchObject({ ok: true, text: text('v2') });
    expect(parses()).toBe(3);
    if (!result.ok) return;
    jest.clearAllMocks();
    expect(editManifest(text('v1'), result.writes)).toMatchObject({
      text: text('v2'),
    });
    expect(parses()).toBe(2);
  },
);

describe('an image whose entry the target does not have', () => {
  it('is refused where the target calls its image otherwise, naming what is there', () => {
    const target = 'images:\n- name: prod.example/web\n  newTag: v1\n';
    expect(refusal(plan(target, {}))).toBe(
      'overlays/canary/kustomization.yaml has no images entry for acme/web: its entries are prod.example/web. An entry added for acme/web might change nothing.',
    );
  });

  it('is refused where no workload uses it, naming what they use', () => {
    const usedImages = ['prod.example/web'];
    expect(refusal(plan('resources: [../base]\n', { usedImages }))).toContain(
      'The manifests that Argo CD makes of it use prod.example/web.',
    );
  });

  it.each([
    ['its own name', '', ['acme/other'], false],
    ['its own name', '', ['acme/other', 'acme/web'], true],
    [
      'the name it is pulled by',
      '  newName: prod.example/web\n',
      ['acme/web'],
      false,
    ],
    [
      'the name it is pulled by',
      '  newName: prod.example/web\n',
      ['prod.example/web'],
      true,
    ],
  ])(
    'and an entry that is there is refused unless a container uses %s%s of %j',
    (_, newName, usedImages, ok) => {
      const target = `images:\n- name: acme/web\n${newName}  newTag: v1\n`;
      const result = plan(target, { usedImages });
      expect(result.ok).toBe(ok);
      if (ok) return;
      expect(refusal(result)).toBe(
        `The images entry for acme/web in overlays/canary/kustomization.yaml matches no container: its entries are acme/web. The manifests that Argo CD makes of it use ${usedImages.join(
          ', ',
        )}.`,
      );
    },
  );

  it('and an entry that is there is written while it is not known what the containers use', () => {
    expect(plan('images:\n- name: acme/web\n  newTag: v1\n', {}).ok).toBe(true);
  });

  it('is appended where a workload uses it, or where the target has no entries at all', () => {
    const target = 'images:\n- name: other\n  newTag: v1\n';
    expect(plan(target, { usedImages: ['acme/web'] }).ok).toBe(true);
    expect(plan('resources: [../base]\n', {}).ok).toBe(true);
  });

  it.each(['acme/web:2.3.0', `acme/web@${D}`, `acme/web:1@${D}`])(
    'is refused where an entry is called %s: a name holds no tag',
    name => {
      const target = `images:\n- name: "${name}"\n  newTag: v1\n`;
      expect(refusal(plan(target, { usedImages: ['acme/web'] }))).toContain(
        `The images entry ${name} holds a tag or a digest`,
      );
    },
  );
});

describe('the way back', () => {
  it('asks when somebody put a digest beside the tag we wrote, or changed the tag we kept', () => {
    const { text, writes } = planned(
      'images:\n- name: acme/web\n  newTag: v1\n',
    );
    const theirs = `${text}  digest: ${D}\n`;
    expect(editManifest(theirs, revertWrites(writes))).toMatchObject({
      kind: 'conflict',
      writes: [{ pointer: '/images/[acme/web]/digest' }],
    });
  });

  it.each([
    [
      'a comment with template braces',
      (text: string) => `${text}# {{ why }}\n`,
    ],
    [
      'another image with a number for a tag',
      (text: string) => `${text}- name: b\n  newTag: 1.10\n`,
    ],
    [
      'another image twice',
      (text: string) =>
        `${text}- name: b\n  newTag: x\n- name: b\n  newTag: y\n`,
    ],
    [
      'another indentation',
      (text: string) => text.replaceAll('\n', '\n    ').trimEnd().concat('\n'),
    ],
  ])('is found whatever else changed: %s', (_title, change) => {
    const { text, writes } = planned(
      `images:\n- name: acme/web\n  newTag: 'v1' # ours\n  digest: ${D}\n`,
    );
    const back = editManifest(change(text), revertWrites(writes));
    expect(back.kind).toBe('edited');
    const own = back.kind === 'edited' ? kustomize.read(back.text) : undefined;
    expect(own?.ok && own.reading.images[0]).toEqual({
      name: 'acme/web',
      newTag: 'v1',
      digest: D,
    });
  });

  it('writes plainly what no longer fits as it once stood', () => {
    const write = {
      file,
      pointer: '/images/[acme/web]/newTag',
      before: 'v2',
      after: 'v1',
      afterText: '"v1" # {',
    };
    const flow = 'images: [{ name: acme/web, newTag: v2 }]\n';
    expect(editManifest(flow, [write])).toEqual({
      kind: 'edited',
      text: 'images: [{ name: acme/web, newTag: v1 }]\n',
    });
  });

  it.each([
    'images: null\n',
    'images: ~ # none\n',
    'resources: [a]\nimages:\n',
    'images:\n- name: acme/web\n  newTag: ""\n  digest: \'\'\n',
  ])('gives the bytes of %j back', text => {
    const result = planned(text);
    expect(editManifest(result.text, revertWrites(result.writes))).toEqual({
      kind: 'edited',
      text,
    });
  });
});

it.each([
  ['a Deployment', 'apiVersion: apps/v1\nkind: Deployment\nspec: {}\n'],
  ['an Application', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n'],
  ['a Helm values file', 'replicaCount: 1\nimage: {tag: v1}\n'],
  [
    'a Flux Kustomization',
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n',
  ],
])('does not take %s for a kustomization', (_title, text) => {
  const read = readImages(text);
  expect(read.ok ? 'read' : read.problems[0]?.code).toBe('not-a-kustomization');
});

it.each([
  ['an empty tag', 'images:\n- name: a\n  newTag: ""\n', [{ name: 'a' }]],
  ['a tag without value', 'images:\n- name: a\n  newTag:\n', [{ name: 'a' }]],
  ['an empty digest', 'images:\n- name: a\n  digest: ""\n', [{ name: 'a' }]],
  ['no list', 'images: null\n', []],
  ['braces in a patch', 'patches:\n- patch: "{{ x }}"\nimages: []\n', []],
])('reads %s as kustomize does', (_title, text, images) => {
  expect(readImages(text)).toEqual({ ok: true, images });
});

it.each([
  '0X1F',
  '7e5_',
  '12e6_8',
  '1_000',
  '08',
  '1.10',
  'y',
  'On',
  '0b1',
  '0o17',
  '1e5',
  '2024-01-01',
])(
  'quotes %s, which Go or an older YAML reads as something else than text',
  tag => {
    const name = 'acme/web';
    const result = kustomize.plan({
      release: makeRelease({
        componentRef: 'component:default/web',
        images: [{ name, tag }],
      }),
      sourceImages: [],
      target: reading('images:\n- name: acme/web\n  newTag: v1\n'),
      file,
      names: [name],
    });
    expect(result.ok && result.text).toBe(
      `images:\n- name: acme/web\n  newTag: "${tag}"\n`,
    );
  },
);
