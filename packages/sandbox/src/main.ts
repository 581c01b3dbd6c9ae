// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { join } from 'node:path';
import { startSandbox } from './startSandbox';

/** The demo's sandbox as a process; it ends in good order on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const { env } = process;
  const port = Number(env.SANDBOX_PORT ?? 7010);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(
      `SANDBOX_PORT is "${env.SANDBOX_PORT}"; it must be a port number`,
    );
  }
  const token = env.SANDBOX_EVIDENCE_TOKEN;
  if (!token) {
    process.stderr.write(
      'SANDBOX_EVIDENCE_TOKEN is not set: the sandbox sends no evidence\n',
    );
  }
  const sandbox = await startSandbox({
    dataDir: env.SANDBOX_DATA ?? join(process.cwd(), '.demo', 'sandbox'),
    port,
    // The name people and configuration use; integrations are found by host.
    publicUrl: `http://localhost:${port}`,
    seed: 'demo',
    githubToken: env.SANDBOX_GITHUB_TOKEN ?? 'demo-github-token',
    argocdAccount: {
      username: env.SANDBOX_ARGOCD_USERNAME ?? 'promotion',
      password: env.SANDBOX_ARGOCD_PASSWORD ?? 'demo-argocd-password',
    },
    ...(token
      ? {
          evidence: {
            backendUrl: env.SANDBOX_BACKEND_URL ?? 'http://localhost:7007',
            token,
          },
        }
      : {}),
  });
  process.stdout.write(`Sandbox listening on ${sandbox.url}\n`);
  const stop = () => {
    sandbox.stop().then(
      () => process.exit(0),
      error => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch(error => {
  process.stderr.write(
    `The sandbox did not start: ${
      error instanceof Error ? error.message : error
    }\n`,
  );
  process.exit(1);
});
