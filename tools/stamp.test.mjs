// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import {
  installationInputs,
  installationStamp,
  isCurrent,
  writeStamp,
} from './stamp.mjs';

const here = { node: 'v22.23.2', platform: 'linux-x64' };
let root;
let stampPath;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'promotion-stamp-'));
  stampPath = join(root, 'node_modules', '.promotion-setup.json');
  write('package.json', '{}');
  write('yarn.lock', 'one');
  write('plugins/a/package.json', '{"name":"a"}');
  write('packages/b/package.json', '{"name":"b"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path, content) {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), content);
}

test('every manifest of the workspace decides about the installation', () => {
  assert.deepEqual(installationInputs(root), [
    'package.json',
    'packages/b/package.json',
    'plugins/a/package.json',
    'yarn.lock',
  ]);
});

test('an installation without a stamp is not current', () => {
  assert.equal(isCurrent(stampPath, installationStamp(root, here)), false);
});

test('a stamped installation is current until something that decides about it changes', () => {
  writeStamp(stampPath, installationStamp(root, here));
  assert.equal(isCurrent(stampPath, installationStamp(root, here)), true);

  write('README.md', 'changed');
  assert.equal(isCurrent(stampPath, installationStamp(root, here)), true);

  for (const [path, content] of [
    ['yarn.lock', 'two'],
    ['plugins/a/package.json', '{"name":"a","version":"1.0.0"}'],
    ['plugins/c/package.json', '{"name":"c"}'],
  ]) {
    write(path, content);
    const now = installationStamp(root, here);
    assert.equal(isCurrent(stampPath, now), false, path);
    writeStamp(stampPath, now);
  }
});

test('another Node or another platform is another installation', () => {
  writeStamp(stampPath, installationStamp(root, here));
  for (const change of [{ node: 'v24.1.0' }, { platform: 'darwin-arm64' }]) {
    const there = installationStamp(root, { ...here, ...change });
    assert.equal(isCurrent(stampPath, there), false);
  }
});

test('a damaged stamp is not current', () => {
  writeStamp(stampPath, installationStamp(root, here));
  writeFileSync(stampPath, '{"node":');
  assert.equal(isCurrent(stampPath, installationStamp(root, here)), false);
});
