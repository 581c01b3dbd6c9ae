// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { logsDir as demoLogsDir, demoDir, root } from './paths.mjs';
import { waitUntilAnswers } from './readiness.mjs';
import { Supervisor } from './supervisor.mjs';

const readyTimeoutMs = 120_000;

/**
 * Playwright's global set-up: a sandbox and a backend that serves the built app, on free ports and with a fresh data
 * folder. Their addresses are passed on as `E2E_APP_URL` and `E2E_SANDBOX_URL`; logs stay in `.demo/logs/e2e/`.
 * Answers with the tear-down.
 */
export default async function startBrowserTestServers() {
  if (!existsSync(join(root, 'packages', 'app', 'dist', 'index.html'))) {
    throw new Error(
      'The app is not built. Build it first: yarn workspace app build',
    );
  }
  mkdirSync(demoDir, { recursive: true });
  const dataDir = mkdtempSync(join(demoDir, 'e2e-'));
  const [backendPort, sandboxPort] = await freePorts(2);
  const appUrl = `http://localhost:${backendPort}`;
  const sandboxUrl = `http://localhost:${sandboxPort}`;
  Object.assign(process.env, {
    E2E_APP_URL: appUrl,
    E2E_SANDBOX_URL: sandboxUrl,
    E2E_BACKEND_PORT: String(backendPort),
    E2E_SANDBOX_PORT: String(sandboxPort),
    E2E_DATA: dataDir,
  });

  const supervisor = new Supervisor();
  const tearDown = async () => {
    await supervisor.stopAll();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    startSandbox(supervisor, { sandboxPort, appUrl, dataDir });
    startBackend(supervisor);
    await Promise.race([
      Promise.all([
        waitUntilAnswers(`${sandboxUrl}/`, { timeoutMs: readyTimeoutMs }),
        waitUntilAnswers(`${appUrl}/.backstage/health/v1/readiness`, {
          timeoutMs: readyTimeoutMs,
        }),
      ]),
      firstEnd(supervisor),
    ]);
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}

function startSandbox(supervisor, { sandboxPort, appUrl, dataDir }) {
  supervisor.start(
    'sandbox',
    [join(root, 'node_modules', '.bin', 'tsx'), 'src/main.ts'],
    {
      cwd: join(root, 'packages', 'sandbox'),
      logPath: join(demoLogsDir, 'e2e', 'sandbox.log'),
      env: {
        ...process.env,
        SANDBOX_PORT: String(sandboxPort),
        SANDBOX_DATA: join(dataDir, 'sandbox'),
        SANDBOX_BACKEND_URL: appUrl,
        SANDBOX_EVIDENCE_TOKEN: 'demo-evidence-token',
      },
    },
  );
}

/** Without the watching of `backstage-cli package start`: an edit must not restart the backend under a test. */
function startBackend(supervisor) {
  const require = createRequire(join(root, 'package.json'));
  const config = ['app-config.yaml', 'app-config.e2e.yaml'].flatMap(name => [
    '--config',
    join(root, name),
  ]);
  supervisor.start(
    'backend',
    [
      'node',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      'src/index.ts',
      ...config,
    ],
    {
      cwd: join(root, 'packages', 'backend'),
      logPath: join(demoLogsDir, 'e2e', 'backend.log'),
      env: { ...process.env, NODE_ENV: 'development' },
    },
  );
}

function firstEnd(supervisor) {
  return new Promise((_, reject) => {
    supervisor.onUnexpectedExit = ({ name, code }) =>
      reject(
        new Error(
          `${name} ended with code ${code}; its log is .demo/logs/e2e/${name}.log`,
        ),
      );
  });
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      server =>
        new Promise((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server.address().port));
        }),
    ),
  );
  await Promise.all(
    servers.map(server => new Promise(resolve => server.close(resolve))),
  );
  return ports;
}
