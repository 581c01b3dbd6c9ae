// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// The front door: node tools/run.mjs start | test | generate | demo:reset | setup
// Plain JavaScript without dependencies, so that it runs on any Node from 20 before anything is installed.

import { onInterruption } from './interruptions.mjs';
import { Refusal, say, warn } from './print.mjs';
import { Supervisor } from './supervisor.mjs';

const commands = {
  start: async (...args) => (await import('./start.mjs')).start(...args),
  test: async (...args) => (await import('./test.mjs')).test(...args),
  generate: async (...args) =>
    (await import('./generate.mjs')).generate(...args),
  'demo:reset': async (...args) =>
    (await import('./resetDemo.mjs')).resetDemo(...args),
  setup: async (...args) => {
    await (await import('./setup.mjs')).setUp(...args);
    say('Everything is installed. Next: npm start, or npm test.');
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  warn(`Usage: node tools/run.mjs ${Object.keys(commands).join('|')}`);
  process.exit(2);
}

const supervisor = new Supervisor();
onInterruption(async reason => {
  say(`\nEnding after ${reason} …`);
  await supervisor.stopAll();
  process.exit(130);
});

let exitCode = 0;
try {
  exitCode = (await command(supervisor, args)) ?? 0;
} catch (error) {
  warn(error instanceof Refusal ? error.message : error.stack ?? String(error));
  exitCode = 1;
}
await supervisor.stopAll();
process.exit(exitCode);
