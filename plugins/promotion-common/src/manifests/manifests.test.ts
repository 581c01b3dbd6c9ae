// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import fc from 'fast-check';
import { parse } from 'yaml';
import { makeRelease } from '../model/releaseId';
import type { ReleaseImage } from '../model/Release';
import { isPlainSafe } from './kustomize/scalarText';
import {
  editManifest,
  manifestFormats,
  type ManifestImage,
  readImages,
} from './ManifestFormat';
import { revertWrites } from './revertWrites';
import { unifiedDiff } from './unifiedDiff';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const NAME = 'registry.example/acme/checkout';
const file = {
  repositoryUrl: 'https://github.com/acme/gitops',
  branch: 'main',
  path: 'services/checkout/overlays/staging/kustomization.yaml',
};

function plan(
  targetText: string,
  source: ManifestImage | readonly ManifestImage[],
  options: {
    imageNames?: string[];
    usedImages?: string[];
    release?: ReleaseImage[];
  } = {},
) {
  const sourceImages = Array.isArray(source) ? source : [source];
  const release = makeRelease({
    componentRef: 'component:default/checkout',
    images: options.release ?? [
      {
        name: NAME,
        tag: sourceImages[0]?.newTag ?? '2.0.0',
        digest: sourceImages[0]?.digest,
      },
    ],
  });
  const target = manifestFormats.kustomize.read(targetText);
  if (!target.ok) return target;
  const names = options.imageNames ?? release.images.map(({ name }) => name);
  return manifestFormats.kustomize.plan({
    release,
    sourceImages,
    target: target.reading,
    file,
    names,
    usedImages: options.usedImages ?? [
      ...names,
      ...target.reading.images.flatMap(({ newName = [] }) => newName),
    ],
  });
}

/** Plans, applies and reverts; the reverse must give the same bytes. */
function promote(targetText: string, source: ManifestImage): string {
  const planned = plan(targetText, source);
  if (!planned.ok) throw new Error(planned.problems[0]?.message);
  const applied = editManifest(targetText, planned.writes);
  if (applied.kind === 'unchanged') return targetText;
  if (applied.kind !== 'edited') throw new Error(JSON.stringify(applied));
  expect(applied.text).toBe(planned.text);
  const reverted = editManifest(applied.text, revertWrites(planned.writes));
  expect(reverted).toEqual({ kind: 'edited', text: targetText });
  return applied.text;
}

describe('promoting an image into a kustomization', () => {
  it.each<[string, string, ManifestImage, string]>([
    [
      'keeps comments and spacing',
      `# top\nimages:\n  - name:  ${NAME}   # ours\n    newTag:   1.0.0    # keep me\n\n# end\nreplicas: []\n`,
      { name: NAME, newTag: '2.0.0' },
      `# top\nimages:\n  - name:  ${NAME}   # ours\n    newTag:   2.0.0    # keep me\n\n# end\nreplicas: []\n`,
    ],
    [
      'keeps CRLF, a byte order mark and a missing end of line',
      `\ufeffimages:\r\n- name: ${NAME}\r\n  newTag: 1.0.0\r\n  digest: ${A}`,
      { name: NAME, newTag: '2.0.0', digest: B },
      `\ufeffimages:\r\n- name: ${NAME}\r\n  newTag: 2.0.0\r\n  digest: ${B}`,
    ],
    [
      'keeps single quotes',
      `images:\n- name: ${NAME}\n  newTag: '1.0'\n`,
      { name: NAME, newTag: '1.10' },
      `images:\n- name: ${NAME}\n  newTag: '1.10'\n`,
    ],
    [
      'quotes what would be read as a number',
      `images:\n- name: ${NAME}\n  newTag: 1.0.0 # c\n`,
      { name: NAME, newTag: '12e4567' },
      `images:\n- name: ${NAME}\n  newTag: "12e4567" # c\n`,
    ],
    [
      'quotes what only old parsers read as something else',
      `images:\n- name: ${NAME}\n  newTag: v1\n`,
      { name: NAME, newTag: 'on' },
      `images:\n- name: ${NAME}\n  newTag: "on"\n`,
    ],
    [
      'removes an old tag when a digest alone comes, and puts its comment back',
      `images:\n- name: ${NAME}\n  newTag: '1.0.0'   # the old one\n  newName: other.example/checkout\n`,
      { name: NAME, digest: B },
      `images:\n- name: ${NAME}\n  newName: other.example/checkout\n  digest: ${B}\n`,
    ],
    [
      'leaves comments between fields where they are',
      `images:\n- name: ${NAME}\n  newTag: v1\n  # pinned because of\n\n  # an incident\n  digest: ${A}\n`,
      { name: NAME, newTag: 'v2' },
      `images:\n- name: ${NAME}\n  newTag: v2\n  # pinned because of\n\n  # an incident\n`,
    ],
    [
      'removes an old digest when a tag alone comes',
      `images:\n- name: ${NAME}\n  newTag: 1.0.0\n  digest: ${A} # pinned\nnamespace: x\n`,
      { name: NAME, newTag: '2.0.0' },
      `images:\n- name: ${NAME}\n  newTag: 2.0.0\nnamespace: x\n`,
    ],
    [
      'keeps newName and tagSuffix of the target',
      `images:\n- name: ${NAME}\n  newName: eu.example/checkout\n  newTag: 1.0.0\n  tagSuffix: -eu\n`,
      {
        name: NAME,
        newName: 'dev.example/checkout',
        newTag: '2.0.0',
      },
      `images:\n- name: ${NAME}\n  newName: eu.example/checkout\n  newTag: 2.0.0\n  tagSuffix: -eu\n`,
    ],
    [
      'appends a missing entry in the indentation of the list',
      `images:\n    - name: other\n      newTag: x\n# after\nnamespace: z\n`,
      { name: NAME, newTag: '2.0.0', digest: B },
      `images:\n    - name: other\n      newTag: x\n    - name: ${NAME}\n      newTag: 2.0.0\n      digest: ${B}\n# after\nnamespace: z\n`,
    ],
    [
      'appends missing images at the end',
      `resources:\n- ../../base`,
      { name: NAME, newTag: '2.0.0' },
      `resources:\n- ../../base\nimages:\n- name: ${NAME}\n  newTag: 2.0.0`,
    ],
    [
      'fills an images key without entries',
      `images: # none yet\nnamespace: x\n`,
      { name: NAME, newTag: '2.0.0' },
      `images: # none yet\n- name: ${NAME}\n  newTag: 2.0.0\nnamespace: x\n`,
    ],
    [
      'fills an empty list between brackets',
      `images: []\n`,
      { name: NAME, newTag: '2.0.0' },
      `images: [{ name: ${NAME}, newTag: 2.0.0 }]\n`,
    ],
    [
      'edits between braces',
      `images: [{name: other, newTag: x},   {name: ${NAME}, newTag: "1", digest: ${A}}] # flow\n`,
      { name: NAME, newTag: '2.0.0' },
      `images: [{name: other, newTag: x},   {name: ${NAME}, newTag: "2.0.0"}] # flow\n`,
    ],
    [
      'leaves anchors elsewhere alone',
      `kind: Kustomization\nx: &a {k: 1}\ny: *a\nimages:\n- name: ${NAME}\n  newTag: 1.0.0\n`,
      { name: NAME, newTag: '2.0.0' },
      `kind: Kustomization\nx: &a {k: 1}\ny: *a\nimages:\n- name: ${NAME}\n  newTag: 2.0.0\n`,
    ],
    [
      'changes nothing when it is there already',
      `images:\n- name: ${NAME}\n  newTag: 2.0.0\n`,
      { name: NAME, newTag: '2.0.0' },
      `images:\n- name: ${NAME}\n  newTag: 2.0.0\n`,
    ],
  ])('%s', (_title, text, source, expected) => {
    expect(promote(text, source)).toBe(expected);
  });

  it('takes the pair of the release when the source has moved on', () => {
    const planned = plan(
      `images:\n- name: ${NAME}\n  newTag: 3.0.0\n`,
      { name: NAME, newTag: '4.0.0', digest: A },
      { release: [{ name: NAME, tag: '2.0.0', digest: B }] },
    );
    expect(planned).toEqual({
      ok: true,
      writes: [
        {
          file,
          pointer: `/images/[${NAME}]/newTag`,
          before: '3.0.0',
          after: '2.0.0',
        },
        { file, pointer: `/images/[${NAME}]/digest`, after: B },
      ],
      text: `images:\n- name: ${NAME}\n  newTag: 2.0.0\n  digest: ${B}\n`,
    });
  });

  it.each<[string, ManifestImage[], string[], RegExp]>([
    [
      'a listed image neither has',
      [{ name: 'a', newTag: '1' }],
      ['b'],
      /which tag or digest of b/,
    ],
    [
      'a source without tag and digest',
      [{ name: 'a' }],
      ['a'],
      /which tag or digest of a/,
    ],
    [
      'a tag that is none',
      [{ name: 'a', newTag: 'x\ny: 1' }],
      ['a'],
      /not a tag/,
    ],
  ])('refuses %s', (_title, sourceImages, imageNames, message) => {
    const planned = plan('images: []\n', sourceImages, {
      imageNames,
      release: [{ name: 'z', tag: '1' }],
    });
    expect(planned.ok ? '' : planned.problems[0]?.message).toMatch(message);
  });
});

describe('readImages', () => {
  it('reads the text as it is written', () => {
    expect(
      readImages(
        `images:\n- name: a\n  newTag: '1.10'\n- {name: b, newName: c, digest: ${A}, tagSuffix: -x}\n`,
      ),
    ).toEqual({
      ok: true,
      images: [
        { name: 'a', newTag: '1.10' },
        { name: 'b', newName: 'c', digest: A, tagSuffix: '-x' },
      ],
    });
    expect(readImages('resources: []\n')).toEqual({ ok: true, images: [] });
  });

  it('reads an entry whose new name an earlier entry has: kustomize has passed that already', () => {
    const read = readImages(
      'images:\n- {name: real/b, newTag: v2}\n- {name: a, newName: real/b, newTag: v1}\n',
    );
    expect(read.ok).toBe(true);
  });

  it.each([
    [
      'a template',
      'images:\n- name: a\n  newTag: {{ .Values.tag }}\n',
      'template',
    ],
    ['a key twice', 'images: []\nimages: []\n', 'not-yaml'],
    ['a tab as indentation', 'images:\n\t- name: a\n', 'not-yaml'],
    ['two documents', 'a: 1\n---\nb: 1\n', 'not-a-kustomization'],
    ['a list', '- a\n', 'not-a-kustomization'],
    ['nothing', '', 'not-a-kustomization'],
    [
      'one name twice',
      'images:\n- name: a\n  newTag: v1\n- name: a\n  newTag: v2\n',
      'ambiguous-images',
    ],
    [
      'an image that a later entry takes under its new name',
      'images:\n- {name: a, newName: real/b, newTag: v1}\n- {name: real/b, newTag: v2}\n',
      'ambiguous-images',
    ],
    [
      'the images under their old key',
      'imageTags:\n- name: a\n  newTag: v1\n',
      'unsupported-image-field',
    ],
    [
      'the images under their old key beside the new one',
      'images:\n- name: a\n  newTag: v1\nimageTags: []\n',
      'unsupported-image-field',
    ],
    [
      'an anchor on a tag',
      'images:\n- name: a\n  newTag: &t x\n',
      'unsupported-image-field',
    ],
    [
      'an alias as tag',
      'kind: Kustomization\nx: &t v1\nimages:\n- name: a\n  newTag: *t\n',
      'unsupported-image-field',
    ],
    [
      'an alias as entry',
      'kind: Kustomization\nx: &t {name: a}\nimages:\n- *t\n',
      'unsupported-image-field',
    ],
    [
      'a merged entry',
      'kind: Kustomization\nx: &t {newTag: a}\nimages:\n- <<: *t\n  name: a\n',
      'unsupported-image-field',
    ],
    [
      'a block of text',
      'images:\n- name: a\n  newTag: |\n    x\n',
      'unsupported-image-field',
    ],
    [
      'an entry without name',
      'images:\n- newTag: x\n',
      'unsupported-image-field',
    ],
    [
      'a digest that is none',
      'images:\n- name: a\n  digest: sha256:12\n',
      'unsupported-image-field',
    ],
    ['a number as tag', 'images:\n- name: a\n  newTag: 1.10\n', 'not-text'],
    [
      'a word old parsers take for a truth',
      'images:\n- name: a\n  newTag: on\n',
      'not-text',
    ],
    ['a date as tag', 'images:\n- name: a\n  newTag: 2024-01-01\n', 'not-text'],
    ['endless nesting', `a: ${'['.repeat(20_000)}`, 'not-yaml'],
    ['an alias bomb', aliasBomb(), 'not-yaml'],
    ['images as text', 'images: a\n', 'unsupported-image-field'],
  ])('refuses %s', (_title, text, code) => {
    const read = readImages(text);
    const codes = read.ok ? [] : read.problems.map(problem => problem.code);
    expect(new Set(codes)).toEqual(new Set([code]));
    expect(codes.length).toBeLessThanOrEqual(5);
  });
});

describe('editManifest, refusing', () => {
  const text = `images:\n- name: a\n  newTag: 1.0.0\n`;

  it.each([
    [
      'a value that changed meanwhile',
      { pointer: '/images/[a]/newTag', before: '0.9.0', after: '2.0.0' },
      'conflict',
    ],
    [
      'a field that appeared meanwhile',
      { pointer: '/images/[a]/newTag', after: '2.0.0' },
      'conflict',
    ],
    [
      'an entry that went',
      { pointer: '/images/[b]/newTag', before: '1', after: '2' },
      'conflict',
    ],
    [
      'an entry that holds more than was written',
      { pointer: '/images/[a]/name', before: 'a' },
      'conflict',
    ],
    [
      'another field',
      { pointer: '/replicas/0', before: '1', after: '2' },
      'unsupported-image-field',
    ],
  ])('refuses %s', (_title, write, code) => {
    const applied = editManifest(text, [{ file, ...write }]);
    expect(
      applied.kind === 'refused' ? applied.problem.code : applied.kind,
    ).toBe(code);
  });

  it('goes back field by field, whatever else changed in the file', () => {
    const write = {
      file,
      pointer: '/images/[a]/newTag',
      before: '1.0.0',
      after: '2.0.0',
    };
    const edited = `# new\nreplicas: [{name: x, count: 9}]\nimages:\n- name: a\n  newTag: 2.0.0 # hm\n- name: b\n`;
    expect(editManifest(edited, revertWrites([write]))).toEqual({
      kind: 'edited',
      text: edited.replace('2.0.0', '1.0.0'),
    });
  });

  it('gives identical bytes back for random kustomizations', () => {
    fc.assert(
      fc.property(kustomization(), pair(), (target, source) => {
        const images = readImages(target);
        fc.pre(images.ok);
        const after = promote(target, { name: NAME, ...source });
        const written = parse(after).images.find(
          (image: ManifestImage) => image.name === NAME,
        );
        expect({ newTag: written.newTag, digest: written.digest }).toEqual({
          newTag: source.newTag,
          digest: source.digest,
        });
      }),
      { numRuns: 300 },
    );
  });
});

it('refuses a damaged kustomization, or edits it so that the reverse gives the same bytes', () => {
  const good = `# c\nkind: Kustomization\nimages:\n  # above\n  - name: ${NAME} # n\n    newTag: "1.0" # t\n    # between\n    digest: ${A}\n\n  - {name: b, newTag: x}\nreplicas:\n  - name: q\n    count: 1\n`;
  const damage = fc.constantFrom(
    ...[
      ' ',
      '\n',
      '  ',
      '#',
      '-',
      ':',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ',',
      '\t',
    ],
    ...[
      '&a ',
      '*a',
      '!!str ',
      '\r\n',
      '|\n',
      '? ',
      '---\n',
      '...\n',
      '~',
      'null',
    ],
    ...['images:\n', '    newName: z\n', `    digest: ${B}\n`, '"newTag": q'],
  );
  const position = fc.nat(good.length);
  fc.assert(
    fc.property(
      position,
      fc.nat(12),
      damage,
      pair(),
      (at, cut, junk, source) => {
        const text = good.slice(0, at) + junk + good.slice(at + cut);
        const image = { name: NAME, ...source };
        if (!plan(text, image).ok) return;
        expect(readImages(promote(text, image)).ok).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

function aliasBomb(): string {
  const levels = [...Array(10).keys()].map(level =>
    level === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x]'
      : `a${level}: &a${level} [${Array(8)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
  );
  return `${levels.join('\n')}\n`;
}

function pair() {
  return fc
    .record({
      newTag: fc.option(tag(), { nil: undefined }),
      digest: fc.option(fc.constantFrom(A, B), { nil: undefined }),
    })
    .filter(
      ({ newTag, digest }) => newTag !== undefined || digest !== undefined,
    );
}

function tag() {
  return fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,12}$/),
    fc.constantFrom(
      '1.10',
      'on',
      'null',
      '0x1F',
      '1_000',
      '2024-01-01',
      '12e4567',
      'v1',
      'y',
    ),
  );
}

function quoted(text: string) {
  const styles = [
    `'${text}'`,
    `"${text}"`,
    ...(isPlainSafe(text) ? [text] : []),
  ];
  return fc.constantFrom(...styles);
}

function entry(name: string) {
  return fc
    .tuple(
      fc.boolean(),
      fc.option(tag().chain(quoted)),
      fc.option(fc.constantFrom(A, B)),
      fc.constantFrom('', ' # note', '   #x'),
      fc.boolean(),
      fc.nat(3),
    )
    .map(([newName, newTag, digest, comment, flow, turn]) => {
      const inOrder = [
        `name: ${name}`,
        ...(newName ? ['newName: eu.example/x'] : []),
        ...(newTag === null ? [] : [`newTag: ${newTag}`]),
        ...(digest === null ? [] : [`digest: ${digest}`]),
      ];
      const first = turn % inOrder.length;
      const fields = [...inOrder.slice(first), ...inOrder.slice(0, first)];
      return flow
        ? [`{${fields.join(', ')}}${comment}`]
        : fields.map(field => field + comment);
    });
}

function kustomization() {
  return fc
    .record({
      head: fc.constantFrom(
        '',
        '# head\n',
        'resources:\n- ../base\n',
        '---\n',
        '\ufeff',
      ),
      images: fc.constantFrom('block', 'missing', 'empty', 'null'),
      ours: fc.option(entry(NAME)),
      other: fc.option(entry('other')),
      indent: fc.constantFrom('', '  ', '    '),
      tail: fc.constantFrom(
        '',
        'replicas:\n- name: x\n  count: 2\n',
        '\n# tail\n',
      ),
      crlf: fc.boolean(),
      ended: fc.boolean(),
    })
    .map(({ head, images, ours, other, indent, tail, crlf, ended }) => {
      const entries = [other, ours].filter(each => each !== null);
      const block = entries
        .map(lines => `${indent}- ${lines.join(`\n${indent}  `)}\n`)
        .join('');
      const lists = {
        block: entries.length > 0 ? `images:\n${block}` : '',
        missing: '',
        empty: 'images: []\n',
        null: 'images:\n',
      };
      const text = `${head}kind: Kustomization\n${
        lists[images as keyof typeof lists]
      }${tail}`;
      const whole = ended ? text : text.replace(/\n$/, '');
      return crlf ? whole.replaceAll('\n', '\r\n') : whole;
    });
}

describe('unifiedDiff', () => {
  it('shows three lines of context', () => {
    const lines = [...'abcdefghij'].join('\n');
    expect(
      unifiedDiff(`${lines}\n`, `${lines.replace('e', 'E')}\n`, 'k.yaml'),
    ).toBe(
      '--- a/k.yaml\n+++ b/k.yaml\n@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n',
    );
  });

  it.each([
    ['nothing', 'a\n', 'a\n', ''],
    ['a new file', '', 'a\nb\n', '--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n'],
    [
      'a missing end of line',
      'a\n',
      'a',
      '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n',
    ],
  ])('shows %s', (_title, before, after, expected) => {
    expect(unifiedDiff(before, after, 'f')).toBe(expected);
  });

  it('holds the whole of both texts', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
      .map(lines => lines.map(line => `${line}\n`).join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff(before, after, 'f').split('\n').slice(2);
        const signs = (sign: string) =>
          diff.filter(line => line.startsWith(sign)).length;
        expect(signs('+') - signs('-')).toBe(
          after.split('\n').length - before.split('\n').length,
        );
      }),
    );
  });
});

it('lists in plain words what differs and does not move', () => {
  const source = `namespace: staging\nreplicas:\n- count: 2\nnameSuffix: -x\nimages:\n- name: a\n  newName: dev/a\n  newTag: 1\n- name: b\n  newTag: "2"\n- name: c\n`;
  const target = `namespace: canary\nreplicas:\n- count: 9\nimages:\n- name: a\n  newName: eu/a\n  newTag: 2\n- name: b\n  newTag: "3"\npatches: []\n`;
  const read = (text: string) => {
    const result = manifestFormats.kustomize.read(text);
    if (!result.ok) throw new Error(result.problems[0]?.message);
    return result.reading;
  };
  expect(
    manifestFormats.kustomize.differences(read(source), read(target), ['a']),
  ).toEqual([
    'namespace is staging in the source and canary in the target',
    'replicas differs',
    'nameSuffix is only in the source',
    'newName of image a is dev/a in the source and eu/a in the target',
    'newTag of image b is 2 in the source and 3 in the target',
    'image c is only in the source',
    'patches is only in the target',
  ]);
});
