// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findObstacles, realProbe } from './checks.mjs';
import { root, toolchainDir } from './paths.mjs';
import { Refusal, formatDuration, say, warn } from './print.mjs';
import { installationStamp, isCurrent, writeStamp } from './stamp.mjs';
import { provideToolchain } from './toolchain.mjs';

// Inside node_modules, so that deleting that folder also deletes the claim that it is current.
const stampPath = join(root, 'node_modules', '.promotion-setup.json');

/** How often a long installation says that it is still at it. */
const heartbeatMs = 30_000;

/**
 * Brings everything that is needed to run the suite and answers with the environment to run it in.
 * `ports`: those that must be free for what follows. Throws a `Refusal` that names the remedy.
 */
export async function setUp(supervisor, { ports = [] } = {}) {
  const firstTime = !existsSync(stampPath);
  const obstacles = await findObstacles(realProbe, {
    commands: firstTime,
    diskPath: firstTime ? root : undefined,
    ports,
  });
  if (obstacles.length > 0) throw new Refusal(obstacles.join('\n'));

  if (firstTime) {
    say(
      'First time here: installing takes about 3 minutes and 2 GB, once. Later starts skip it.',
    );
  }
  const toolchain = await provideToolchain(supervisor);
  await installDependencies(supervisor, toolchain);
  return toolchain.env;
}

async function installDependencies(supervisor, { node, env }) {
  const platform = `${process.platform}-${process.arch}`;
  const expected = installationStamp(root, { node, platform });
  if (isCurrent(stampPath, expected)) return;

  say('Installing dependencies (yarn install --immutable) …');
  const startedAt = Date.now();
  const logPath = join(toolchainDir, 'logs', 'yarn-install.log');
  const heartbeat = setInterval(
    () => say(`  … ${formatDuration(Date.now() - startedAt)}`),
    heartbeatMs,
  );
  const lines = [];
  const code = await supervisor.run(
    'yarn install',
    ['yarn', 'install', '--immutable'],
    {
      cwd: root,
      env: withRegistryOfNpm(env),
      logPath,
      onLine: line => lines.push(line),
    },
  );
  clearInterval(heartbeat);
  if (code !== 0) {
    warn(lines.slice(-30).join('\n'));
    throw new Refusal(
      `yarn install failed (above is the end of ${logPath}). When yarn.lock is behind the manifests, bring it up to date with: yarn install`,
    );
  }
  writeStamp(stampPath, expected);
  say(`Installed in ${formatDuration(Date.now() - startedAt)}.`);
}

/**
 * yarn does not read npm's settings. Where npm is pointed at a mirror and yarn is not told otherwise, yarn is pointed
 * there as well: a machine behind a mirror can then install without further ado.
 */
function withRegistryOfNpm(env) {
  if (env.YARN_NPM_REGISTRY_SERVER !== undefined) return env;
  const asked = spawnSync('npm', ['config', 'get', 'registry'], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  const registry = asked.status === 0 ? asked.stdout.trim() : '';
  if (!/^https?:\/\//.test(registry)) return env;
  return {
    ...env,
    YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
    ...(registry.startsWith('http:') && {
      YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    }),
  };
}
