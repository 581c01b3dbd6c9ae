// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/*
 * Writes what is generated from the rules' schema and the transition table. With --check writes nothing and exits 1 when a
 * file is not current. With --openapi <file> writes the contract of the routes there instead, for a package.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { openApiDocument } from './src/client/openapi';
import {
  renderLifecycleDoc,
  rulesJsonSchema,
  rulesReference,
} from './src/docs';

const ROOT = resolve(__dirname, '../..');

/** The generated files, by their path from the root of the project. */
export function generatedFiles(): Record<string, string> {
  const sources = {
    'promotion/promotion-rules.schema.json': JSON.stringify(rulesJsonSchema()),
    'docs/lifecycle.md': renderLifecycleDoc(),
    'docs/rules-reference.md': rulesReference(),
  };
  return Object.fromEntries(
    Object.entries(sources).map(([file, text]) => [
      file,
      formatted(text, file),
    ]),
  );
}

/** The generated files that are not what is in the tree. */
export function outdatedFiles(): string[] {
  const files = Object.entries(generatedFiles());
  return files
    .filter(([file, text]) => {
      const path = resolve(ROOT, file);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    })
    .map(([file]) => file);
}

function formatted(text: string, file: string): string {
  return execFileSync(
    process.execPath,
    [require.resolve('prettier/bin-prettier.js'), '--stdin-filepath', file],
    { input: text, cwd: ROOT, encoding: 'utf8' },
  );
}

function main() {
  const openapi = process.argv.indexOf('--openapi');
  const target = process.argv[openapi + 1];
  if (openapi !== -1 && target) {
    writeFileSync(target, JSON.stringify(openApiDocument()));
    return;
  }
  const outdated = outdatedFiles();
  if (process.argv.includes('--check')) {
    if (outdated.length === 0) return;
    process.stderr.write(
      `Not current: ${outdated.join(
        ', ',
      )}. Run "yarn workspace backstage-plugin-promotion-common generate".\n`,
    );
    process.exitCode = 1;
    return;
  }
  const files = generatedFiles();
  for (const file of outdated) {
    writeFileSync(resolve(ROOT, file), files[file] ?? '');
    process.stdout.write(
      `wrote ${relative(process.cwd(), resolve(ROOT, file))}\n`,
    );
  }
}

if (require.main === module) main();
