// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { regenerate } from './generate.mjs';
import { provideKubectl } from './kubectl.mjs';
import { root } from './paths.mjs';
import { setUp } from './setup.mjs';
import { NotRunHere, runStages } from './stages.mjs';
import { startPostgres } from './startPostgres.mjs';

/** `npm test`: set-up, then every check there is. Answers with the exit code. Names of stages narrow it down. */
export async function test(supervisor, wanted = []) {
  const env = await setUp(supervisor);
  const stages = allStages(supervisor, env).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
  return runStages(stages, { ci: process.env.CI === 'true' });
}

function allStages(supervisor, env) {
  /** Runs a command of the workspace; a code other than 0 fails the stage. */
  const run = async (command, { cwd = root, more = {} } = {}) => {
    const code = await supervisor.run(command.join(' '), command, {
      cwd,
      env: { ...env, ...more },
    });
    if (code !== 0)
      throw new Error(`"${command.join(' ')}" ended with ${code}`);
  };
  const bin = name => join(root, 'node_modules', '.bin', name);

  return [
    {
      name: 'tools',
      run: () =>
        run([
          'node',
          '--test',
          ...testFiles('tools'),
          ...testFiles('tools/lint'),
        ]),
    },
    {
      name: 'generated',
      run: async () => {
        const stale = await regenerate(supervisor, env);
        if (stale.length > 0) {
          throw new Error(
            `these generated files were not current; they are now, commit them: ${stale.join(
              ', ',
            )}`,
          );
        }
      },
    },
    { name: 'types', run: () => run([bin('tsc'), '--noEmit']) },
    {
      name: 'lint',
      run: () =>
        run([bin('backstage-cli'), 'repo', 'lint', '--max-warnings', '0']),
    },
    { name: 'format', run: () => run([bin('prettier'), '--check', '.']) },
    { name: 'kubectl', run: () => provideKubectl(supervisor, env) },
    {
      name: 'jest',
      run: async () => {
        const connectionString = await startPostgres(supervisor, env);
        await run(
          [
            bin('backstage-cli'),
            'repo',
            'test',
            '--watchAll=false',
            '--maxWorkers=2',
          ],
          {
            more: {
              BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
                connectionString,
              NODE_OPTIONS: '--no-node-snapshot',
            },
          },
        );
      },
    },
    {
      name: 'browser',
      run: async () => {
        const chromium = await findChromium();
        if (chromium === undefined) {
          throw new NotRunHere(
            'there is no Chromium. Debian and Ubuntu: apt-get install -y chromium',
          );
        }
        rmSync(join(root, 'packages', 'app', 'dist'), {
          recursive: true,
          force: true,
        });
        await run([bin('backstage-cli'), 'package', 'build'], {
          cwd: join(root, 'packages', 'app'),
        });
        await run([bin('playwright'), 'test'], {
          more: { E2E_CHROMIUM: chromium },
        });
      },
    },
  ];
}

function testFiles(folder) {
  return readdirSync(join(root, folder))
    .filter(name => name.endsWith('.test.mjs'))
    .map(name => join(folder, name));
}
