// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logsDir, root } from './paths.mjs';

const timeoutMs = 120_000;

/**
 * Starts PostgreSQL for the tests and answers with its connection string. It ends with the supervisor.
 * Rejects when it does not come up.
 */
export function startPostgres(supervisor, env) {
  // Outside the checkout: the database's own user may have no right to enter the developer's folders.
  const folder = mkdtempSync(join(tmpdir(), 'promotion-'));
  chmodSync(folder, 0o755);
  mkdirSync(logsDir, { recursive: true });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('PostgreSQL did not start in time')),
      timeoutMs,
    );
    supervisor
      .run('postgres', ['node', 'tools/postgresServer.mjs', folder], {
        cwd: root,
        env,
        logPath: join(logsDir, 'postgres.log'),
        onLine: line => {
          const [, connectionString] = /^ready (\S+)$/.exec(line) ?? [];
          if (connectionString === undefined) return;
          clearTimeout(timer);
          resolve(connectionString);
        },
      })
      .then(code => {
        clearTimeout(timer);
        rmSync(folder, { recursive: true, force: true });
        reject(
          new Error(
            `PostgreSQL ended with code ${code}; its log is .demo/logs/postgres.log`,
          ),
        );
      });
  });
}
