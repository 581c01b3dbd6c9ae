// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { promotionDeploymentExtensionPoint } from 'backstage-plugin-promotion-node';
import { ArgocdDeployments } from './ArgocdDeployments';
import { readArgocdInstances } from './ArgocdInstance';
import { UnavailableDeployments } from './UnavailableDeployments';

/** Syncs and observes deployments on the Argo CD instances under `promotion.argocd`. */
export const promotionModuleArgocd = createBackendModule({
  pluginId: 'promotion',
  moduleId: 'argocd',
  register(registration) {
    registration.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        deployment: promotionDeploymentExtensionPoint,
      },
      async init({ config, logger, deployment }) {
        try {
          const instances = readArgocdInstances(config);
          if (!instances.length) {
            logger.warn(
              'No Argo CD is declared: add promotion.argocd.instances, so that deployments can be observed.',
            );
          }
          deployment.setDeployments(
            (repository, clock) =>
              new ArgocdDeployments({ instances, repository, clock }),
          );
        } catch (error) {
          const cause =
            error instanceof Error ? error.message : 'unknown error';
          const reason = `The Argo CD adapter did not start: ${cause}. Mend promotion.argocd in app-config and restart.`;
          logger.error(reason);
          deployment.setDeployments(() => new UnavailableDeployments(reason));
        }
      },
    });
  },
});
