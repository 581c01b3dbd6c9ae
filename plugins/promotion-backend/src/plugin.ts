// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { composeBackend } from './composeBackend';
import { registerExtensions } from './Extensions';
import { Authorization } from './http/Authorization';
import { createRouter } from './http/createRouter';
import { registerPermissions } from './http/registerPermissions';
import { ResourceReader } from './http/ResourceReader';

/** The promotion backend without adapters: those are modules of their own. */
export const promotionPlugin = createBackendPlugin({
  pluginId: 'promotion',
  register(env) {
    const extensions = registerExtensions(env);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        registry: coreServices.permissionsRegistry,
        reader: coreServices.urlReader,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { auditor, auth, catalog, database, httpAuth, lifecycle } = deps;
        const knex = await database.getClient();
        if (!database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              'backstage-plugin-promotion-backend',
              'migrations',
            ),
          });
        }
        const backend = await composeBackend({ ...deps, knex }, extensions);
        const { scope, views } = backend;
        const resources = new ResourceReader({ catalog, auth, scope, views });
        registerPermissions(deps.registry, resources);
        deps.httpRouter.use(
          createRouter({
            ...backend,
            httpAuth,
            auth,
            auditor,
            resources,
            authorization: new Authorization(deps),
            refresh: componentRef => backend.refresher.refresh(componentRef),
          }),
        );
        lifecycle.addStartupHook(() => backend.start());
        lifecycle.addShutdownHook(() => backend.stop());
      },
    });
  },
});
