// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// The documents speak of what is in the repository.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { root } from './paths.mjs';

const tracked = spawnSync('git', ['ls-files', '-z'], {
  cwd: root,
  encoding: 'utf8',
})
  .stdout.split('\0')
  .filter(path => path !== '' && existsSync(join(root, path)));

const read = path => readFileSync(join(root, path), 'utf8');

const documents = tracked.filter(path => path.endsWith('.md'));

/** A document without its blocks of code. */
const unfenced = text => text.replace(/^( *)(```+)[\s\S]*?^\1\2 *$/gm, '');

/** How GitHub names the heading in an address. */
const anchorOf = heading =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = path =>
  [...unfenced(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    anchorOf(heading),
  );

test('every relative link of a document leads to something in the repository', () => {
  assert.ok(documents.length > 10, 'git lists the documents');
  let links = 0;
  const broken = documents.flatMap(path =>
    [
      ...unfenced(read(path))
        .replace(/`[^`\n]*`/g, '')
        .matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g),
    ]
      .map(([, target]) => target)
      .filter(target => !/^[a-z]+:/i.test(target))
      .filter(target => {
        links += 1;
        const [file, anchor] = target.split('#');
        const found =
          file === '' ? path : relative(root, join(root, dirname(path), file));
        const isThere =
          tracked.includes(found) ||
          tracked.some(each => each.startsWith(join(found, '/')));
        const isAnchored =
          anchor === undefined ||
          (found.endsWith('.md') &&
            isThere &&
            anchorsOf(found).includes(anchor));
        return !isThere || !isAnchored;
      })
      .map(target => `${path}: ${target}`),
  );
  assert.ok(links > 20, 'the documents have links');
  assert.deepEqual(broken, []);
});

test('every file that a document names is in the repository', () => {
  const named = documents.flatMap(path =>
    [
      ...unfenced(read(path)).matchAll(
        /`((?:[\w.@-]+\/)+[\w.-]+\.(?:md|tsx?|[cm]?js|ya?ml|json|sh))`/g,
      ),
    ].map(([, file]) => ({ path, file })),
  );
  assert.ok(named.length > 10, 'the documents name files');
  const missing = named.filter(
    ({ file }) => !tracked.some(each => `/${each}`.endsWith(`/${file}`)),
  );
  assert.deepEqual(missing, []);
});

test('the architecture maps every folder of the sources, and no other', () => {
  const packages = [
    'plugins/promotion-common/src',
    'plugins/promotion-node/src',
    'plugins/promotion-backend/src',
    'plugins/promotion/src',
    'packages/sandbox/src',
  ];
  const sections = read('docs/architecture.md').split(/^#+ /m);
  for (const source of packages) {
    const section = sections.find(text => text.startsWith(`\`${source}\``));
    assert.ok(section, `docs/architecture.md has a section \`${source}\``);
    const mapped = [...section.matchAll(/^\| `([^`/]+)\/` +\|/gm)].map(
      ([, folder]) => folder,
    );
    const folders = tracked
      .filter(path => path.startsWith(`${source}/`))
      .map(path => path.slice(source.length + 1).split('/'))
      .filter(({ length }) => length > 1)
      .map(([folder]) => folder)
      .filter(folder => folder !== '__testUtils__');
    assert.deepEqual(mapped.sort(), [...new Set(folders)].sort(), source);
  }
});

test('every decision is numbered once, as its title says', () => {
  const numbers = tracked
    .filter(path => /^docs\/adr\/.*\.md$/.test(path))
    .map(path => {
      const [, number] = /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/.exec(path) ?? [];
      assert.match(
        read(path),
        new RegExp(`^# ${Number(number)}\\. `),
        `${path} begins with its number`,
      );
      return number;
    });
  assert.deepEqual(numbers, [...new Set(numbers)]);
});
