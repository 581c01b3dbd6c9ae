// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import type { RootConfigService } from '@backstage/backend-plugin-api';

/**
 * Throws unless this is a development backend: `auth.environment` is `development` (Backstage's default when absent is
 * not taken for it) and `NODE_ENV`, given as `nodeEnv`, is not `production`. The demo sign-in asks for no password.
 */
export function assertDevelopment(
  config: RootConfigService,
  nodeEnv: string | undefined,
): void {
  const environment = config.getOptionalString('auth.environment');
  if (environment === 'development' && nodeEnv !== 'production') return;
  throw new Error(
    'The demo sign-in lets anybody in as anybody and is for development only, ' +
      `but auth.environment is ${quote(environment)} and NODE_ENV is ${quote(
        nodeEnv,
      )}. ` +
      'Remove auth.providers.demo from the configuration (set it to null where a base file declares it) and configure a real sign-in provider.',
  );
}

function quote(value: string | undefined): string {
  return value === undefined ? 'not set' : `"${value}"`;
}
