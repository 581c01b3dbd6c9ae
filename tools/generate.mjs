// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { Refusal, say } from './print.mjs';
import { setUp } from './setup.mjs';
import { digestOf, installationInputs } from './stamp.mjs';

/** `npm run generate`: writes every generated file anew. */
export async function generate(supervisor) {
  const env = await setUp(supervisor);
  const changed = await regenerate(supervisor, env);
  say(
    changed.length === 0
      ? 'Generated files were current.'
      : `Written: ${changed.join(', ')}`,
  );
}

/**
 * Runs the `generate` script of every package that has one and answers with the files that differ afterwards: those
 * that were not current.
 */
export async function regenerate(supervisor, env) {
  const packages = packagesWithScript('generate');
  if (packages.length === 0) {
    throw new Refusal('No package has a "generate" script any more.');
  }
  const before = digests();
  for (const folder of packages) {
    const code = await supervisor.run(
      `generate ${folder}`,
      ['yarn', 'run', 'generate'],
      { cwd: join(root, folder), env },
    );
    if (code !== 0) {
      throw new Refusal(`"yarn run generate" failed in ${folder} (see above).`);
    }
  }
  await reportApis(supervisor, env);
  const after = digests();
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter(path => before.get(path) !== after.get(path))
    .sort();
}

/** Brings the API report of each public package up to date, from declarations made for that alone. */
async function reportApis(supervisor, env) {
  // Not below node_modules, where the extractor takes files for other people's.
  const declarations = join(root, 'dist-types');
  try {
    for (const command of [
      [
        join(root, 'node_modules', '.bin', 'tsc'),
        '--emitDeclarationOnly',
        '--declaration',
        '--outDir',
        declarations,
      ],
      ['node', join('tools', 'apiReports.mjs'), declarations, '--write'],
    ]) {
      const code = await supervisor.run('API reports', command, {
        cwd: root,
        env,
      });
      if (code !== 0) throw new Refusal('The API reports failed (see above).');
    }
  } finally {
    rmSync(declarations, { recursive: true, force: true });
  }
}

function packagesWithScript(script) {
  return installationInputs(root)
    .filter(path => path.endsWith('/package.json'))
    .filter(path => {
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
      return manifest.scripts?.[script] !== undefined;
    })
    .map(path => dirname(path));
}

function digests() {
  const listed = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (listed.status !== 0) throw new Refusal('This is not a git checkout.');
  return new Map(
    listed.stdout
      .split('\0')
      .filter(path => path !== '' && existsSync(join(root, path)))
      .map(path => [path, digestOf(root, [path])]),
  );
}
