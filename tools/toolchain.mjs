// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { judgeNode, judgeYarn } from './hostToolchain.mjs';
import { root, toolchainDir } from './paths.mjs';
import { Refusal, say } from './print.mjs';
import { isCurrent, writeStamp } from './stamp.mjs';
import { nodePackages, nodeVersion, yarnVersion } from './versions.mjs';

/**
 * Node and yarn to work with: the host's if they fit, else the ones in `.toolchain/`, installed now if need be.
 * Answers `{ node, env }`: the version and the environment in which `node`, `yarn` and all tools must be run.
 */
export async function provideToolchain(supervisor) {
  const common = {
    ...withoutNpmContext(process.env),
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  };
  const host = hostVerdict();
  if (host.fits) return { node: process.version, env: common };

  await installToolchain(supervisor, host.reason);
  return {
    node: `v${nodeVersion}`,
    env: {
      ...common,
      PATH: [join(toolchainDir, 'bin'), process.env.PATH].join(delimiter),
      npm_config_nodedir: join(toolchainDir, 'node_modules', nodePackage()),
    },
  };
}

function hostVerdict() {
  const node = judgeNode(process.version);
  if (!node.fits) return node;
  const asked = spawnSync('yarn', ['--version'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' },
  });
  return judgeYarn(asked.status === 0 ? asked.stdout.trim() : undefined);
}

function nodePackage() {
  const name = nodePackages[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new Refusal(
      `No Node ${nodeVersion} package is known for ${process.platform}-${process.arch}. Install Node 22 and yarn ${yarnVersion} yourself; they are then used as they are.`,
    );
  }
  return name;
}

async function installToolchain(supervisor, reason) {
  const stampPath = join(toolchainDir, 'stamp.json');
  const expected = {
    node: nodeVersion,
    yarn: yarnVersion,
    platform: `${process.platform}-${process.arch}`,
  };
  const binary = join(toolchainDir, 'bin', 'node');
  if (isCurrent(stampPath, expected) && existsSync(binary)) return;

  say(
    `Putting Node ${nodeVersion} and yarn ${yarnVersion} into .toolchain/, because ${reason} …`,
  );
  mkdirSync(join(toolchainDir, 'bin'), { recursive: true });
  const manifest = {
    // npm derives a name from the folder and refuses one that starts with a dot.
    name: 'promotion-toolchain',
    private: true,
    dependencies: {
      [nodePackage()]: nodeVersion,
      '@yarnpkg/cli-dist': yarnVersion,
    },
  };
  writeFileSync(
    join(toolchainDir, 'package.json'),
    `${JSON.stringify(manifest, null, 2)}\n`,
  );
  const code = await supervisor.run(
    'npm install',
    ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: toolchainDir, env: withoutNpmContext(process.env) },
  );
  if (code !== 0) {
    throw new Refusal(
      `npm could not install Node ${nodeVersion} and yarn ${yarnVersion} (see above). Is the npm registry reachable? Try: npm view ${nodePackage()}@${nodeVersion}`,
    );
  }
  link(`../node_modules/${nodePackage()}/bin/node`, 'node');
  link('../node_modules/@yarnpkg/cli-dist/bin/yarn.js', 'yarn');
  writeStamp(stampPath, expected);
}

function link(target, name) {
  const path = join(toolchainDir, 'bin', name);
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

/**
 * `npm start` tells its scripts about itself through the environment; an npm or yarn below it must not take this for
 * the caller's wishes. Settings of the user (registry, proxy, certificates) stay.
 */
function withoutNpmContext(env) {
  const own =
    /^(npm_(lifecycle|package|execpath|node_execpath|command)|npm_config_(local_prefix|prefix|global_prefix|node_gyp|user_agent|noproxy|init_module)$|INIT_CWD$)/;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !own.test(name)),
  );
}
