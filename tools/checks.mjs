// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { createServer } from 'node:net';

/** Free space needed for Node, the dependencies and the caches. */
export const neededDiskBytes = 4 * 1024 ** 3;

/** Commands that native modules and the sandbox need, and the Debian and macOS packages that bring them. */
const neededCommands = [
  { command: 'git', apt: 'git' },
  { command: 'python3', apt: 'python3' },
  { command: 'make', apt: 'make' },
  { command: 'g++', apt: 'g++' },
];

/** What the machine says about itself; replaced in tests. */
export const realProbe = {
  platform: process.platform,
  hasCommand(command) {
    const found = spawnSync(command, ['--version'], { stdio: 'ignore' });
    return found.error === undefined && found.status === 0;
  },
  isRoot: () => process.getuid?.() === 0,
  freeDiskBytes(path) {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  },
  isPortFree,
};

/** Whether `port` can be bound on this machine's loopback addresses. A missing address family does not count as taken. */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await new Promise(resolve => {
      const server = createServer();
      server.once('error', error => resolve(error.code));
      server.listen({ port, host, exclusive: true }, () =>
        server.close(() => resolve(undefined)),
      );
    });
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
  }
  return true;
}

/**
 * What stands in the way, each line naming the remedy. Empty when nothing does.
 * `needs`: `commands` (before an installation), `diskPath` (where the space is needed) and `ports` with their meaning.
 */
export async function findObstacles(probe, needs) {
  const obstacles = [];
  if (probe.platform === 'win32') {
    return ['Windows is not supported directly; run this inside WSL.'];
  }
  if (needs.commands) obstacles.push(...missingCommands(probe));
  if (needs.diskPath !== undefined) {
    const free = probe.freeDiskBytes(needs.diskPath);
    if (free < neededDiskBytes) {
      obstacles.push(
        `Only ${gigabytes(free)} GB are free at ${needs.diskPath}; ${gigabytes(
          neededDiskBytes,
        )} GB are needed. Free some space there.`,
      );
    }
  }
  for (const { port, meaning } of needs.ports ?? []) {
    if (!(await probe.isPortFree(port))) {
      obstacles.push(
        `Port ${port} (${meaning}) is taken. Stop what listens there; this shows it: lsof -nP -iTCP:${port} -sTCP:LISTEN`,
      );
    }
  }
  return obstacles;
}

function missingCommands(probe) {
  const missing = neededCommands.filter(
    ({ command }) => !probe.hasCommand(command),
  );
  if (missing.length === 0) return [];
  const names = missing.map(({ command }) => command).join(', ');
  if (probe.platform === 'darwin') {
    return [`Missing: ${names}. This brings them: xcode-select --install`];
  }
  const sudo = probe.isRoot() ? '' : 'sudo ';
  const packages = missing.map(({ apt }) => apt).join(' ');
  return [
    `Missing: ${names}. On Debian and Ubuntu this brings them: ${sudo}apt-get install -y ${packages}`,
  ];
}

function gigabytes(bytes) {
  return (bytes / 1024 ** 3).toFixed(1);
}
