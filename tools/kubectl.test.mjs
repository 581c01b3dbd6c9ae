// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { provideKubectl } from './kubectl.mjs';
import { NotRunHere } from './stages.mjs';

function folderOf(context) {
  const folder = mkdtempSync(join(tmpdir(), 'promotion-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kubectl');
}

test('says where the real kustomize cannot be had, and fetches nothing there', async context => {
  const supervisor = { run: () => assert.fail('nothing is to be run') };
  await assert.rejects(
    provideKubectl(
      supervisor,
      {},
      { folder: folderOf(context), platform: 'darwin-arm64' },
    ),
    error => error instanceof NotRunHere && /darwin-arm64/.test(error.message),
  );
});

test('is not run where npm cannot fetch it', async context => {
  await assert.rejects(
    provideKubectl(
      { run: async () => 1 },
      {},
      { folder: folderOf(context), platform: 'linux-x64' },
    ),
    error => error instanceof NotRunHere && /npm view/.test(error.message),
  );
});

test('refuses a tarball that is not the one it was, and unpacks nothing of it', async context => {
  const folder = folderOf(context);
  const run = async (name, command, { cwd }) => {
    assert.equal(name, 'npm');
    writeFileSync(join(cwd, 'other.tgz'), 'something else');
    return 0;
  };
  await assert.rejects(
    provideKubectl({ run }, {}, { folder, platform: 'linux-x64' }),
    error => !(error instanceof NotRunHere) && /integrity/.test(error.message),
  );
  assert.equal(existsSync(join(folder, 'kubectl')), false);
});
