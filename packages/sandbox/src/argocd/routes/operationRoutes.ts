// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { isRecord } from '../../http/isRecord';
import { ApplicationState } from '../ApplicationState';
import {
  applicationOf,
  applicationOfQuery,
  ArgocdContext,
  callerOf,
  presented,
} from '../ArgocdContext';
import { ArgocdHttpError, permissionDenied } from '../ArgocdHttpError';
import { ArgocdCaller } from '../ArgocdSessions';
import { RenderError } from '../kustomize/RenderError';
import { readSyncRequest } from '../readSyncRequest';

/** Starting and ending operations. */
export function operationRoutes(context: ArgocdContext): Router {
  const router = PromiseRouter();

  router.post('/api/v1/applications/:name/sync', async (request, response) => {
    const caller = callerOf(context, request);
    const body = readSyncRequest(request.body);
    const app = applicationOf(context, caller, {
      name: request.params.name ?? '',
      project: body.project,
      appNamespace: body.appNamespace,
    });
    const { definition } = app;
    if (!context.world.windows.canSync(definition.name, 'manual')) {
      throw new ArgocdHttpError(7, 'cannot sync: blocked by sync window');
    }
    checkSyncRight(caller, app);
    await checkRevision(context, app, body.revision);
    if (app.operation) {
      throw new ArgocdHttpError(9, 'another operation is already in progress');
    }
    context.controller.sync(app, {
      ...body.operation,
      initiatedBy: { username: caller.username },
    });
    response.json(presented(context, app));
  });

  router.delete('/api/v1/applications/:name/operation', (request, response) => {
    const app = applicationOfQuery(context, request);
    checkSyncRight(callerOf(context, request), app);
    if (
      !app.operation ||
      !app.operationState ||
      app.operationState.phase !== 'Running'
    ) {
      throw new ArgocdHttpError(
        3,
        'Unable to terminate operation. No operation is in progress',
      );
    }
    // Only a request: the controller ends it at its next look.
    app.operationState.phase = 'Terminating';
    context.controller.touch(app);
    response.json({});
  });

  router.post('/api/v1/applications/:name/rollback', (request, response) => {
    const caller = callerOf(context, request);
    const body = isRecord(request.body) ? request.body : {};
    const app = applicationOf(context, caller, {
      name: request.params.name ?? '',
      project: typeof body.project === 'string' ? body.project : undefined,
    });
    checkSyncRight(caller, app);
    if (app.definition.automated) {
      throw new ArgocdHttpError(
        9,
        'rollback cannot be initiated when auto-sync is enabled',
      );
    }
    const entry = app.history.find(one => one.id === Number(body.id ?? 0));
    if (!entry) {
      throw new ArgocdHttpError(
        3,
        `application argocd/${
          app.definition.name
        } does not have deployment with id ${Number(body.id ?? 0)}`,
      );
    }
    if (app.operation) {
      throw new ArgocdHttpError(9, 'another operation is already in progress');
    }
    context.controller.sync(app, {
      sync: {
        revision: entry.revision,
        ...(body.prune === true ? { prune: true } : {}),
        syncStrategy: { apply: {} },
      },
      initiatedBy: { username: caller.username },
    });
    response.json(presented(context, app));
  });
  return router;
}

function checkSyncRight(caller: ArgocdCaller, app: ApplicationState): void {
  if (caller.rights !== 'sync') {
    const { project, name } = app.definition;
    throw permissionDenied(
      `applications, sync, ${project}/${name}, sub: ${caller.username}, iat: ${caller.issuedAt}`,
    );
  }
}

/** With auto-sync on, any revision but the tracked one is refused, commit ids included. */
async function checkRevision(
  context: ArgocdContext,
  app: ApplicationState,
  revision: string | undefined,
): Promise<void> {
  const { definition } = app;
  if (
    definition.automated &&
    revision &&
    revision !== definition.targetRevision
  ) {
    throw new ArgocdHttpError(
      9,
      `Cannot sync to ${revision}: auto-sync currently set to ${definition.targetRevision}`,
    );
  }
  try {
    await context.world.manifests.resolve(definition, revision);
  } catch (error) {
    if (error instanceof RenderError) {
      throw new ArgocdHttpError(
        9,
        `error resolving repo revision: rpc error: code = Unknown desc = ${error.message}`,
      );
    }
    throw error;
  }
}
