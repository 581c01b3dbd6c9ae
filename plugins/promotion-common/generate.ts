// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Writes the files that are made from the language. With `--check` it writes nothing, and fails when one of them is
 * not current. Each folder lists its own in `generatedFiles.ts`, by path from the root of the repository.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generatedFiles as ofClient } from './src/client/generatedFiles';

const root = resolve(__dirname, '../..');
const check = process.argv.includes('--check');

const outdated = [...ofClient()].filter(({ path, content }) => {
  const file = resolve(root, path);
  return !existsSync(file) || readFileSync(file, 'utf8') !== content;
});

for (const { path, content } of outdated) {
  if (check) {
    process.stderr.write(
      `${path} is not current: run "npm run generate" and commit it.\n`,
    );
    continue;
  }
  const file = resolve(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stdout.write(`wrote ${path}\n`);
}
process.exitCode = check && outdated.length > 0 ? 1 : 0;
