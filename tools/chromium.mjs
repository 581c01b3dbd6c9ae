// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

const installedBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Path of a Chromium to test with: `E2E_CHROMIUM` if set, else an installed one, else the one that the npm package
 * `@sparticuz/chromium` unpacks (Linux on x64 only). `undefined` when there is none.
 */
export async function findChromium() {
  if (process.env.E2E_CHROMIUM) return process.env.E2E_CHROMIUM;
  const installed = installedBrowsers.find(path => existsSync(path));
  if (installed !== undefined) return installed;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;

  const require = createRequire(join(root, 'package.json'));
  const entry = pathToFileURL(require.resolve('@sparticuz/chromium')).href;
  const { default: chromium } = await import(entry);
  return chromium.executablePath();
}
