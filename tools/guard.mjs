// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// Runs one command and sees to it that nothing of it outlives whoever started the guard:
//   node guard.mjs <command> [arguments]
// Started with an IPC channel and as leader of its own process group. When the channel closes, which the operating
// system does even if the other end was killed, the whole group is killed.

import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
if (command === undefined || process.send === undefined) {
  process.stderr.write('guard.mjs is started by supervisor.mjs only\n');
  process.exit(2);
}

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
// The group's signals reach the child directly; the guard stays until the child has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {});
}

child.once('error', error => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', (code, signal) => {
  process.exit(signal === null ? code ?? 1 : 1);
});
