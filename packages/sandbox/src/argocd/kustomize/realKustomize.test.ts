// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  editManifest,
  manifestFormats,
  readImages,
  revertWrites,
} from 'backstage-plugin-promotion-common/manifests';
import { makeRelease } from 'backstage-plugin-promotion-common/model';
import { parseAllDocuments } from 'yaml';
import { GitStore } from '../../git/GitStore';
import { isRecord } from '../../http/isRecord';
import { renderKustomization } from './renderKustomization';

// The core's reader and writer and the sandbox's renderer know nothing of each other: both are held against the real one.

const KUBECTL = resolve(__dirname, '../../../../../.toolchain/kubectl/kubectl');
const isThere = existsSync(KUBECTL);
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const APP = 'registry.example:5000/acme/app';
const OVERLAY = 'overlays/canary/kustomization.yaml';

type Files = Readonly<Record<string, string>>;

/** An overlay on a base with containers of these images. */
function overlay(images: string, more: Files = {}): Files {
  return {
    'base/kustomization.yaml': 'resources:\n- deployment.yaml\n',
    'base/deployment.yaml': deployment(`${APP}:1.0.0`, 'sidecar:7'),
    [OVERLAY]: `resources:\n- ../../base\n${images}`,
    ...more,
  };
}

function entry(...fields: string[]): string {
  return `images:\n- name: ${APP}\n${fields.map(f => `  ${f}\n`).join('')}`;
}

function deployment(...images: string[]): string {
  const containers = images.map(
    (image, index) => `      - name: c${index}\n        image: ${image}\n`,
  );
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n${containers.join(
    '',
  )}`;
}

let folder: string;
let git: GitStore;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kustomize-'));
  git = await GitStore.open(join(folder, 'git'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

type Rendered = readonly string[] | 'refused';

/** The images of the containers as `kubectl kustomize` prints them. */
async function real(files: Files): Promise<Rendered> {
  const root = join(folder, `real-${(count += 1)}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const directory = join(root, 'overlays/canary');
  const printed = await promisify(execFile)(KUBECTL, [
    'kustomize',
    directory,
  ]).catch(() => undefined);
  if (!printed) return 'refused';
  return imagesOf(
    parseAllDocuments(printed.stdout).flatMap(document =>
      'toJS' in document ? [document.toJS()] : [],
    ),
  );
}

async function sandbox(files: Files): Promise<Rendered> {
  const repository = await git.create(`acme/overlay-${(count += 1)}`);
  const commit = await repository.commitFiles({
    branch: 'main',
    files,
    message: 'An overlay',
    author: {
      name: 'Ada',
      email: 'ada@acme.example',
      date: '2026-01-01T00:00:00Z',
    },
  });
  try {
    return imagesOf(
      await renderKustomization(repository, commit, 'overlays/canary'),
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'RenderError') {
      return 'refused';
    }
    throw error;
  }
}

function imagesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesOf);
  if (!isRecord(value)) return [];
  const own = typeof value.image === 'string' ? [value.image] : [];
  return [...own, ...Object.values(value).flatMap(imagesOf)].sort();
}

/** What the core reads of the overlay's first image, as the cluster would see it. */
function core(text: string): string | undefined {
  const read = readImages(text);
  if (!read.ok) return 'refused';
  const image = read.images.find(({ name }) => name === APP);
  if (!image || (!image.newTag && !image.digest)) return undefined;
  const tag = image.newTag ? `:${image.newTag}` : '';
  const digest = image.digest ? `@${image.digest}` : '';
  return `${image.newName ?? image.name}${tag}${digest}`;
}

/** Title, files, what real kustomize renders of the first container (or that it refuses). */
const table: readonly [string, Files, string][] = [
  ['no images', overlay(''), `${APP}:1.0.0`],
  ['images: null', overlay('images: null\n'), `${APP}:1.0.0`],
  ['images without a value', overlay('images:\n'), `${APP}:1.0.0`],
  ['an empty list', overlay('images: []\n'), `${APP}:1.0.0`],
  ['newTag', overlay(entry('newTag: v2')), `${APP}:v2`],
  ['digest', overlay(entry(`digest: ${A}`)), `${APP}@${A}`],
  [
    'newTag beside a digest',
    overlay(entry('newTag: v2', `digest: ${A}`)),
    `${APP}:v2@${A}`,
  ],
  [
    'newTag over a digest of the base',
    overlay(entry('newTag: v2'), {
      'base/deployment.yaml': deployment(`${APP}@${A}`),
    }),
    `${APP}:v2`,
  ],
  [
    'newName alone',
    overlay(entry('newName: eu.example/app')),
    'eu.example/app:1.0.0',
  ],
  [
    'newName with newTag',
    overlay(entry('newName: eu.example/app', 'newTag: v2')),
    'eu.example/app:v2',
  ],
  [
    'tagSuffix beside newTag',
    overlay(entry('newTag: v2', 'tagSuffix: -eu')),
    `${APP}:v2`,
  ],
  [
    'tagSuffix beside digest',
    overlay(entry(`digest: ${A}`, 'tagSuffix: -eu')),
    `${APP}@${A}`,
  ],
  ['tagSuffix alone', overlay(entry('tagSuffix: -eu')), `${APP}:1.0.0-eu-eu`],
  ['newTag: ""', overlay(entry('newTag: ""')), `${APP}:1.0.0`],
  ['newTag: null', overlay(entry('newTag: null')), `${APP}:1.0.0`],
  ['newTag without a value', overlay(entry('newTag:')), `${APP}:1.0.0`],
  [
    'digest: "" beside newTag',
    overlay(entry('newTag: v2', 'digest: ""')),
    `${APP}:v2`,
  ],
  [
    'newTag: "" beside a digest',
    overlay(entry('newTag: ""', `digest: ${A}`)),
    `${APP}@${A}`,
  ],
  [
    'newName: "" beside newTag',
    overlay(entry('newName: ""', 'newTag: v2')),
    `${APP}:v2`,
  ],
  [
    'a name with a tag',
    overlay(`images:\n- name: ${APP}:1.0.0\n  newTag: v2\n`),
    `${APP}:v2`,
  ],
  [
    'a name with another tag',
    overlay(`images:\n- name: ${APP}:0.9.0\n  newTag: v2\n`),
    `${APP}:1.0.0`,
  ],
  [
    'braces in a patch',
    overlay(
      `${entry(
        'newTag: v2',
      )}patches:\n- target:\n    kind: Deployment\n  patch: |-\n    - op: add\n      path: /metadata/annotations\n      value:\n        greeting: "{{ .Name }}"\n`,
    ),
    `${APP}:v2`,
  ],
  [
    'braces in a comment',
    overlay(`# {{ why }}\n${entry('newTag: v2')}`),
    `${APP}:v2`,
  ],
  ['a template as tag', overlay(entry('newTag: {{ .Values.tag }}')), 'refused'],
  [
    'a component with images of its own',
    overlay(`components:\n- ../../component\n${entry('newTag: v2')}`, {
      'component/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${entry(
        'newTag: component',
      )}`,
    }),
    `${APP}:v2`,
  ],
  [
    'a component without images',
    overlay(`components:\n- ../../component\n${entry('newTag: v2')}`, {
      'component/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamespace: shop\n',
    }),
    `${APP}:v2`,
  ],
  [
    'a base with images of its own',
    overlay(entry('newTag: v2'), {
      'base/kustomization.yaml': `resources:\n- deployment.yaml\n${entry(
        'newTag: base',
      )}`,
    }),
    `${APP}:v2`,
  ],
  [
    'a base that renames the image',
    overlay(entry('newTag: v2'), {
      'base/kustomization.yaml': `resources:\n- deployment.yaml\n${entry(
        'newName: eu.example/app',
      )}`,
    }),
    'eu.example/app:1.0.0',
  ],
  [
    'an Application',
    overlay('', {
      [OVERLAY]:
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: x}\n',
    }),
    'refused',
  ],
  [
    'a values file',
    overlay('', { [OVERLAY]: 'image:\n  tag: v1\nreplicaCount: 1\n' }),
    'refused',
  ],
  ...['kustomization.yml', 'Kustomization'].map(
    (name): [string, Files, string] => {
      const { [OVERLAY]: text = '', ...rest } = overlay(entry('newTag: v2'));
      return [
        name,
        { ...rest, [`overlays/canary/${name}`]: text },
        `${APP}:v2`,
      ];
    },
  ),
];

/** Tags that some YAML parser or other takes for something else than text. */
const TAGS = [
  ...['1.10', '1.0', '1', '007', '0o17', '0b11', '0x1F', '0X1F', '1_000'],
  ...['7e5_', '12e6_8', '12e4567', '1e5', '1E5', '2e3', '_1', '1_'],
  ...['on', 'off', 'yes', 'no', 'y', 'n', 'true', 'null', 'NULL', 'True'],
  ...['2024-01-01', '2024-1-1', '12.34.56', 'v3', 'main', '1.2.3', '0x', '0b'],
  ...['20241301', '0.0', '1.', '00', '0_', '1__0', 'inf', 'nan', '0B1', '0O7'],
];

if (isThere) {
  describe('beside the real kustomize', () => {
    it.each(table)('%s', async (_title, files, expected) => {
      const rendered = await real(files);
      const first =
        rendered === 'refused'
          ? rendered
          : rendered.find(image => !image.startsWith('sidecar'));
      expect(first).toBe(expected);
      // The sandbox may know less than the real one, and says so; it never renders something else.
      const isBeyond = /^patches:/m.test(files[OVERLAY] ?? '');
      expect(await sandbox(files)).toEqual(isBeyond ? 'refused' : rendered);
    });

    it.each(table.filter(([, files]) => files[OVERLAY] !== undefined))(
      'the core reads %s as it is rendered, or refuses it',
      async (_title, files, expected) => {
        const read = core(files[OVERLAY] ?? '');
        const isKnown = read !== undefined && read !== 'refused';
        const isElsewhere = /component|base that/.test(_title);
        expect(isKnown && !isElsewhere ? read : expected).toBe(expected);
        if (expected === 'refused') expect(read).toBe('refused');
      },
    );

    it.each(TAGS)(
      'what is written for the tag %s is rendered as that tag, and taken back to the byte',
      async tag => {
        const before = overlay(entry('newTag: v1 # why'));
        const text = before[OVERLAY] ?? '';
        const target = manifestFormats.kustomize.read(text);
        if (!target.ok) throw new Error(target.problems[0]?.message);
        const file = {
          repositoryUrl: 'https://github.test/acme/gitops',
          branch: 'main',
          path: OVERLAY,
        };
        const planned = manifestFormats.kustomize.plan({
          release: makeRelease({
            componentRef: 'component:default/app',
            images: [{ name: APP, tag }],
          }),
          sourceImages: [],
          target: target.reading,
          file,
          names: [APP],
        });
        if (!planned.ok) throw new Error(planned.problems[0]?.message);
        const edited = editManifest(text, planned.writes);
        expect(edited).toEqual({ kind: 'edited', text: planned.text });
        const after = { ...before, [OVERLAY]: planned.text };
        const rendered = await real(after);
        expect(rendered).toContain(`${APP}:${tag}`);
        expect(await sandbox(after)).toEqual(rendered);
        expect(
          editManifest(planned.text, revertWrites(planned.writes)),
        ).toEqual({ kind: 'edited', text });
      },
    );

    it.each(TAGS)(
      'an unquoted %s is read as text only where kustomize reads that text',
      async tag => {
        const files = overlay(entry(`newTag: ${tag}`));
        const rendered = await real(files);
        const read = core(files[OVERLAY] ?? '');
        expect(
          read === 'refused' || read === undefined || rendered.includes(read),
        ).toBe(true);
        expect(await sandbox(files)).toEqual(rendered);
      },
    );
  });
} else {
  it('is held against the real kustomize', () => {
    // eslint-disable-next-line no-console -- must not be overlooked
    console.warn(
      `NOT RUN: there is no real kustomize at ${KUBECTL}. Fetch it with: npm test kubectl`,
    );
    expect(process.env.CI).not.toBe('true');
  });
}

// Without a real one to hold against, what it answered when this was written still counts for the digest over a digest.
it('keeps a digest of ours over one of the base', async () => {
  const files = overlay(entry(`digest: ${B}`), {
    'base/deployment.yaml': deployment(`${APP}@${A}`),
  });
  expect(await sandbox(files)).toEqual([`${APP}@${B}`]);
});
