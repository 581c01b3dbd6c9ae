// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { defineConfig } from '@playwright/test';

/**
 * The browser tests. Servers are started by the global set-up; `npm test` builds the app first. On their own:
 * `yarn workspace app build && yarn playwright test`.
 */
export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  outputDir: 'test-results',
  globalSetup: './tools/browserTestServers.mjs',
  // Waits end with what they wait for, on a busy machine later; only a test that fails takes this long.
  timeout: 900_000,
  expect: { timeout: 300_000 },
  // All tests share one backend and one sandbox.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    actionTimeout: 300_000,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.E2E_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
