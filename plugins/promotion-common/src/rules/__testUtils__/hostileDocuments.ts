// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

const HEAD = `apiVersion: promotion/v1
kind: PromotionRules
metadata: { name: default }
`;
const ENVIRONMENTS = `environments:
${['dev', 'prod']
  .map(
    name =>
      `  ${name}: { repository: acme/gitops, targets: [{ manifest: { path: '{component}/${name}' }, application: { name: '{component}-${name}' } }] }\n`,
  )
  .join('')}`;
const PATH = 'paths:\n  - from: dev\n    to: prod\n';

/** Documents of so many bytes, each the worst case of one part of reading, by what is wrong with it. */
export function hostileDocuments(bytes: number): Record<string, string> {
  const filled = (head: string, line: (index: number) => string) =>
    repeated(head, bytes, line);
  const half = (head: string, line: (index: number) => string) =>
    repeated(head, bytes / 2, line);
  return {
    'unknown keys at the top': filled(HEAD, i => `k${i}: 1\n`),
    'unknown keys on a path': filled(
      HEAD + ENVIRONMENTS + PATH,
      i => `    k${i}: 1\n`,
    ),
    'one key again and again': filled(HEAD, () => 'a: 1\n'),
    'one path again and again': filled(
      `${HEAD}${ENVIRONMENTS}paths:\n`,
      () => '  - { from: dev, to: prod }\n',
    ),
    'a circle through everything': `${filled(
      `${HEAD}${ENVIRONMENTS}paths:\n`,
      i => `  - { from: e${i}, to: e${i + 1} }\n`,
    )}  - { from: e999, to: e0 }\n`,
    'circles everywhere': filled(
      `${HEAD}${ENVIRONMENTS}paths:\n`,
      i => `  - { from: e${i}, to: e${i + 1} }\n  - { from: e${i}, to: e0 }\n`,
    ),
    'gates of one name': filled(
      `${HEAD}${ENVIRONMENTS}${PATH}    gates:\n`,
      () => '      - kind: tests\n',
    ),
    'gates of no kind': filled(
      `${HEAD}${ENVIRONMENTS}${PATH}    gates:\n`,
      i => `      - kind: tsets${i}\n`,
    ),
    'suites without end': `${filled(
      `${HEAD}${ENVIRONMENTS}${PATH}    gates:\n      - { kind: tests, suites: [`,
      () => 'unit, ',
    )}] }\n`,
    'roles that are like those defined': repeated(
      `${half(
        `${HEAD}${ENVIRONMENTS}roles:\n`,
        i => `  role-${i}: { groups: ['group:default/g'] }\n`,
      )}${PATH}    approvals:\n      slots:\n`,
      bytes,
      i => `        - role: rloe-${i}\n`,
    ),
    'environments of nothing': filled(
      `${HEAD}environments:\n`,
      i => `  e${i}: {}\n`,
    ),
    'limits of nowhere': filled(
      `${HEAD}${ENVIRONMENTS}maxConcurrent:\n`,
      i => `  x${i}: 1\n`,
    ),
    'placeholders that are unknown': filled(
      `${HEAD}environments:\n  dev:\n    labels:\n`,
      i => `      l${i}: '{compnent}'\n`,
    ),
    'keys that are lists': filled('', i => `? [a${i}]\n: 1\n`),
    'long keys': filled(HEAD, i => `${'ab'.repeat(200)}${i}: 1\n`),
    'one long text': `${HEAD}x: ${'a'.repeat(bytes)}`,
    'one long template': `${HEAD}environments: { dev: { repository: '${'{'.repeat(
      bytes,
    )}' } }`,
    'lists in lists': '['.repeat(bytes),
    'dashes in dashes': '- '.repeat(bytes / 2),
    'ever deeper': filled('', i => `${' '.repeat(i)}a:\n`),
    'empty lists': `${filled('a: [', () => '[],')}]`,
    'nothing but mistakes': filled('', () => ': : [}\n'),
    'documents in one file': filled('', () => '---\n'),
    'aliases of one anchor': filled('x: &a 1\ny:\n', () => '- *a\n'),
    'tags that are unknown': filled('paths:\n', () => '- !x a\n'),
    'merge keys': filled('paths:\n', () => '- <<: { a: 1 }\n'),
    'empty lines': HEAD + '\n'.repeat(bytes),
    comments: filled(HEAD, () => '# a\n'),
  };
}

/** A document of so many bytes that is right: as many paths and gates as fit. */
export function largeDocument(bytes: number): string {
  const place = (index: number) => `  e${index}:
    repository: acme/gitops
    targets:
      - manifest: { path: 'services/{component}/overlays/{environment}' }
        application: { name: '{component}-{environment}' }
`;
  const path = (index: number) => `  - from: e${index}
    to: e${index + 1}
    gates:
      - kind: coverage
        min: 70%
      - kind: tests
        suites: [unit, integration]
      - kind: alerts
        on: both
        maxAge: 10m
`;
  const size = place(100).length + path(100).length;
  const count = Math.floor((bytes - HEAD.length) / size);
  const indexes = [...Array(count).keys()];
  return `${HEAD}environments:\n${indexes.map(place).join('')}paths:\n${indexes
    .slice(1)
    .map(index => path(index - 1))
    .join('')}`;
}

function repeated(
  head: string,
  bytes: number,
  line: (index: number) => string,
): string {
  const lines: string[] = [head];
  let length = head.length;
  for (let index = 0; ; index += 1) {
    const next = line(index);
    length += next.length;
    if (length > bytes) return lines.join('');
    lines.push(next);
  }
}
