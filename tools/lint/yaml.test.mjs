// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../paths.mjs';

const { parseAllDocuments } = createRequire(join(root, 'package.json'))('yaml');

test('every YAML file parses, without a key given twice', () => {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '*.yaml', '*.yml'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = stdout
    .split('\0')
    .filter(path => path !== '' && existsSync(join(root, path)));
  assert.ok(files.includes('app-config.yaml'), 'git lists the files');
  const mistakes = files.flatMap(path =>
    parseAllDocuments(readFileSync(join(root, path), 'utf8')).flatMap(
      ({ errors }) => errors.map(({ message }) => `${path}: ${message}`),
    ),
  );
  assert.deepEqual(mistakes, []);
});
