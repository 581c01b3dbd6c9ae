// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// What holds for the repository as a whole.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { demoPeople } from './demoPeople.mjs';
import { root } from './paths.mjs';

const tracked = spawnSync('git', ['ls-files', '-z'], {
  cwd: root,
  encoding: 'utf8',
})
  .stdout.split('\0')
  .filter(path => path !== '' && existsSync(join(root, path)));

const read = path => readFileSync(join(root, path), 'utf8');

test('every source file says whose it is and under which licence', () => {
  const sources = tracked.filter(path =>
    /\.(ts|tsx|js|mjs|cjs|css)$/.test(path),
  );
  assert.ok(sources.length > 50, 'git lists the sources');
  const without = sources.filter(path => {
    const [first = '', second = '', third = ''] = read(path).split('\n');
    const header = first.startsWith('#!') ? [second, third] : [first, second];
    return !(
      header[0].includes(
        'Copyright 2026 The Promotion for Backstage Authors',
      ) && header[1].includes('SPDX-License-Identifier: Apache-2.0')
    );
  });
  assert.deepEqual(without, []);
});

test('the lockfile names no registry: every machine installs from its own', () => {
  assert.doesNotMatch(read('yarn.lock'), /https?:\/\//);
});

test('the catalog, the sign-in page, the backend and the welcome text know the same six people', () => {
  const names = demoPeople.map(({ name }) => name).sort();
  assert.equal(names.length, 6);

  const users = [
    ...read('examples/org.yaml').matchAll(
      /^kind: User\nmetadata:\n {2}name: (\w+)$/gm,
    ),
  ].map(([, name]) => name);
  assert.deepEqual(users.sort(), names);

  const page = [
    ...read('packages/app/src/modules/signIn/demoPeople.ts').matchAll(
      /^ {4}name: '(\w+)'/gm,
    ),
  ].map(([, name]) => name);
  assert.deepEqual(page.sort(), names);

  const backend = [
    ...read('packages/backend/src/demoSignIn/demoPeople.ts').matchAll(
      /^ {2}'(\w+)',$/gm,
    ),
  ].map(([, name]) => name);
  assert.deepEqual(backend.sort(), names);
});

test('one function reads globs, and no package beside it', () => {
  const readers = tracked.filter(
    path =>
      /^(plugins|packages)\/.*\.tsx?$/.test(path) &&
      /from '(mini|pico|micro)match'|split\('\*'\)|\(\\\*\\\*\|/.test(
        read(path),
      ),
  );
  assert.deepEqual(readers, [
    'plugins/promotion-common/src/rules/allowList.ts',
  ]);
});
