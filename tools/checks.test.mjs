// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { findObstacles, isPortFree } from './checks.mjs';

const goodMachine = {
  platform: 'linux',
  hasCommand: () => true,
  isRoot: () => false,
  freeDiskBytes: () => 10 * 1024 ** 3,
  isPortFree: async () => true,
};
const needs = {
  commands: true,
  diskPath: '/checkout',
  ports: [{ port: 3000, meaning: 'the app' }],
};

test('a machine with everything has no obstacles', async () => {
  assert.deepEqual(await findObstacles(goodMachine, needs), []);
});

test('missing commands are named together with the one command that brings them', async () => {
  const machine = {
    ...goodMachine,
    hasCommand: command => !['make', 'g++'].includes(command),
  };
  assert.deepEqual(await findObstacles(machine, needs), [
    'Missing: make, g++. On Debian and Ubuntu this brings them: sudo apt-get install -y make g++',
  ]);
  assert.match(
    (await findObstacles({ ...machine, isRoot: () => true }, needs))[0],
    /them: apt-get install -y make g\+\+$/,
  );
  assert.match(
    (await findObstacles({ ...machine, platform: 'darwin' }, needs))[0],
    /xcode-select --install$/,
  );
});

test('too little disk is said with both numbers', async () => {
  const machine = { ...goodMachine, freeDiskBytes: () => 1.5 * 1024 ** 3 };
  assert.deepEqual(await findObstacles(machine, needs), [
    'Only 1.5 GB are free at /checkout; 4.0 GB are needed. Free some space there.',
  ]);
});

test('a taken port is named with its meaning and how to find who has it', async () => {
  const machine = { ...goodMachine, isPortFree: async () => false };
  const [obstacle] = await findObstacles(machine, needs);
  assert.match(obstacle, /^Port 3000 \(the app\) is taken\..*lsof .*3000/);
});

test('Windows is refused at once', async () => {
  const machine = { ...goodMachine, platform: 'win32' };
  assert.match((await findObstacles(machine, needs))[0], /WSL/);
});

test('a port that somebody listens on is not free, and is free again afterwards', async () => {
  const server = createServer();
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  assert.equal(await isPortFree(port), false);
  await new Promise(resolve => {
    server.close(resolve);
  });
  assert.equal(await isPortFree(port), true);
});
