// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { promotionRepositoryExtensionPoint } from 'backstage-plugin-promotion-node';
import { GithubConnections } from './GithubConnections';
import { GithubRepository } from './GithubRepository';
import { UnavailableRepository } from './UnavailableRepository';

/** Reads and writes GitOps repositories on GitHub, with the credentials under `integrations.github`. */
export const promotionModuleGithub = createBackendModule({
  pluginId: 'promotion',
  moduleId: 'github',
  register(registration) {
    registration.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        repository: promotionRepositoryExtensionPoint,
      },
      async init({ config, logger, repository }) {
        try {
          repository.setRepository(
            new GithubRepository(new GithubConnections({ config })),
          );
        } catch (error) {
          const cause =
            error instanceof Error ? error.message : 'unknown error';
          const reason = `The GitHub adapter did not start: ${cause}. Mend integrations.github in app-config and restart.`;
          logger.error(reason);
          repository.setRepository(new UnavailableRepository(reason));
        }
      },
    });
  },
});
