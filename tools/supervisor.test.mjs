// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Supervisor } from './supervisor.mjs';

const testTimeoutMs = 300_000;
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'promotion-supervisor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A command that starts a grandchild, writes both ids to `folder/<name>` and lives on. */
function family(name) {
  const script = `
    const { spawn } = require('node:child_process');
    const { renameSync, writeFileSync } = require('node:fs');
    const child = spawn('sleep', ['600']);
    const path = ${JSON.stringify(join(folder, name))};
    writeFileSync(path + '.new', process.pid + ' ' + child.pid);
    renameSync(path + '.new', path);
    setInterval(() => {}, 1000);`;
  return [process.execPath, '-e', script];
}

async function pidsOf(name) {
  await until(() => existsSync(join(folder, name)));
  return readFileSync(join(folder, name), 'utf8').split(' ').map(Number);
}

async function until(condition) {
  const deadline = Date.now() + testTimeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never true: ${condition}`);
    await delay(20);
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody has reaped yet runs no more.
  const status = `/proc/${pid}/stat`;
  if (!existsSync(status)) return true;
  return !/\) [ZX] /.test(readFileSync(status, 'utf8'));
}

test('stopping ends children and grandchildren', async () => {
  const supervisor = new Supervisor();
  const options = { env: process.env, cwd: folder };
  supervisor.start('one', family('one'), options);
  supervisor.start('two', family('two'), options);
  const pids = [...(await pidsOf('one')), ...(await pidsOf('two'))];
  assert.ok(pids.every(lives));

  await supervisor.stopAll();
  await until(() => !pids.some(lives));
});

test('the end of one child is reported with its name and code, and its own children go with it', async () => {
  const supervisor = new Supervisor();
  const exited = new Promise(resolve => {
    supervisor.onUnexpectedExit = resolve;
  });
  supervisor.start('broken', family('broken'), {
    env: process.env,
    cwd: folder,
  });
  const [child, grandchild] = await pidsOf('broken');
  process.kill(child, 'SIGKILL');

  assert.deepEqual(await exited, { name: 'broken', code: 1 });
  await until(() => !lives(grandchild));
});

test('a command that does not exist ends with 127', async () => {
  const code = await new Supervisor().run('none', ['no-such-command-here'], {
    env: process.env,
    cwd: folder,
    logPath: join(folder, 'none.log'),
  });
  assert.equal(code, 127);
});

test('output is recorded in the log and told line by line', async () => {
  const lines = [];
  const logPath = join(folder, 'logs', 'talk.log');
  const code = await new Supervisor().run(
    'talk',
    [process.execPath, '-e', 'console.log("a"); console.error("b")'],
    { env: process.env, cwd: folder, logPath, onLine: l => lines.push(l) },
  );
  assert.equal(code, 0);
  await until(() => lines.length === 2);
  assert.deepEqual(lines.sort(), ['a', 'b']);
  assert.match(readFileSync(logPath, 'utf8'), /a\n/);
});

test('nothing is left when the supervising process is killed outright', async () => {
  const script = `
    import { Supervisor } from ${JSON.stringify(
      new URL('./supervisor.mjs', import.meta.url).href,
    )};
    new Supervisor().start('orphan', ${JSON.stringify(
      family('orphan'),
    )}, { env: process.env, cwd: ${JSON.stringify(folder)} });`;
  const supervising = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    script,
  ]);
  const pids = await pidsOf('orphan');
  assert.ok(pids.every(lives));

  supervising.kill('SIGKILL');
  await until(() => !pids.some(lives));
});
