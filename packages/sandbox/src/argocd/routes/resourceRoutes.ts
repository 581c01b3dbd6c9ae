// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ApplicationState, groupOf } from '../ApplicationState';
import {
  applicationOfQuery,
  ArgocdContext,
  callerOf,
  mayRead,
  queryTexts,
} from '../ArgocdContext';
import { ArgocdHttpError, permissionDenied } from '../ArgocdHttpError';
import { RenderError } from '../kustomize/RenderError';
import { Manifest } from '../kustomize/renderKustomization';
import { podManifest, podsOf } from '../livePods';
import {
  liveManifest,
  presentManagedResources,
} from '../present/presentManagedResources';
import { presentTree } from '../present/presentTree';
import { projectFields } from '../projectFields';
import { SyncWindow } from '../SyncWindows';

/** What an application consists of: tree, managed objects, single live objects, windows, revisions. */
export function resourceRoutes(context: ArgocdContext): Router {
  const router = PromiseRouter();

  router.get(
    '/api/v1/applications/:name/resource-tree',
    (request, response) => {
      const app = applicationOfQuery(context, request);
      response.json(presentTree(app, context.controller.view(app)));
    },
  );

  router.get(
    '/api/v1/applications/:name/managed-resources',
    async (request, response) => {
      const app = applicationOfQuery(context, request);
      const text = (name: string) => queryTexts(request, name)[0];
      const answer = presentManagedResources(app, {
        target: await targetOf(app, app.sync.revision),
        view: context.controller.view(app),
        query: {
          kind: text('kind'),
          group: text('group'),
          name: text('name'),
          namespace: text('namespace'),
        },
      });
      response.json(projectFields(answer, text('fields')));
    },
  );

  router.get('/api/v1/applications/:name/resource', (request, response) => {
    const app = applicationOfQuery(context, request);
    response.json({
      manifest: JSON.stringify(liveObject(context, app, request)),
    });
  });

  router.get(
    '/api/v1/applications/:name/manifests',
    async (request, response) => {
      const app = applicationOfQuery(context, request);
      const wanted = queryTexts(request, 'revision')[0];
      try {
        const revision = await context.world.manifests.resolve(
          app.definition,
          wanted,
        );
        const manifests = await context.world.manifests.render(
          app.definition,
          revision,
        );
        response.json({
          manifests: manifests.map(one => JSON.stringify(one)),
          namespace: app.definition.namespace,
          revision,
          sourceType: 'Kustomize',
        });
      } catch (error) {
        if (error instanceof RenderError) {
          throw new ArgocdHttpError(2, error.message);
        }
        throw error;
      }
    },
  );

  router.get('/api/v1/applications/:name/syncwindows', (request, response) => {
    const { name } = applicationOfQuery(context, request).definition;
    const assigned = context.world.windows.assigned(name);
    const active = assigned.filter(one => one.active);
    response.json({
      ...(active.length > 0
        ? { activeWindows: active.map(presentWindow) }
        : {}),
      ...(assigned.length > 0
        ? { assignedWindows: assigned.map(presentWindow) }
        : {}),
      canSync: context.world.windows.canSync(name, 'manual'),
    });
  });

  router.get(
    '/api/v1/applications/:name/revisions/:revision/metadata',
    async (request, response) => {
      const app = applicationOfQuery(context, request);
      const repository = context.world.git.find(app.definition.repository);
      const sha = await repository?.resolveCommit(
        request.params.revision ?? '',
      );
      const commit = sha && (await repository?.commit(sha));
      if (!commit) {
        throw new ArgocdHttpError(
          2,
          `error getting revision metadata: unknown revision ${request.params.revision}`,
        );
      }
      response.json({
        author: `${commit.author.name} <${commit.author.email}>`,
        date: commit.author.date,
        message: commit.message,
      });
    },
  );

  router.get('/api/v1/applications/:name/events', (request, response) => {
    applicationOfQuery(context, request);
    response.json({ metadata: {}, items: [] });
  });

  router.get('/api/v1/projects/:name/syncwindows', (request, response) => {
    if (!mayRead(callerOf(context, request), request.params.name ?? '')) {
      throw permissionDenied();
    }
    const windows = context.world.windows
      .assigned('*')
      .map(one => ({ ...presentWindow(one), applications: one.applications }));
    response.json(windows.length > 0 ? { windows } : {});
  });

  async function targetOf(
    app: ApplicationState,
    revision: string | undefined,
  ): Promise<Manifest[]> {
    try {
      return revision
        ? await context.world.manifests.render(app.definition, revision)
        : [];
    } catch (error) {
      if (error instanceof RenderError) {
        // The cache of the last good comparison: what was applied.
        return app.live.map(live => live.manifest);
      }
      throw error;
    }
  }
  return router;
}

/** A live object of the tree: a managed one, or a pod below one. */
function liveObject(
  context: ArgocdContext,
  app: ApplicationState,
  request: Request,
): unknown {
  const text = (name: string) => queryTexts(request, name)[0] ?? '';
  const [kind, name, group] = [
    text('kind'),
    text('resourceName'),
    text('group'),
  ];
  const view = context.controller.view(app);
  if (kind === 'Pod' && group === '') {
    const pod = app.live
      .flatMap(live => podsOf(app, live, view))
      .find(one => one.name === name);
    if (pod) {
      return podManifest(pod, context.world.registry);
    }
  }
  const live = app.live.find(
    ({ manifest }) =>
      manifest.kind === kind &&
      manifest.metadata.name === name &&
      groupOf(manifest) === group,
  );
  if (!live) {
    throw new ArgocdHttpError(
      3,
      `${kind} ${group} ${name} not found as part of application ${app.definition.name}`,
    );
  }
  return liveManifest(live, view);
}

function presentWindow({ kind, schedule, duration, manualSync }: SyncWindow) {
  return {
    kind,
    schedule,
    duration,
    ...(manualSync ? { manualSync: true } : {}),
  };
}
