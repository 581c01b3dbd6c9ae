// Copyright 2026 The Promotion for Backstage Authors
// SPDX-License-Identifier: Apache-2.0

import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ApplicationState } from '../ApplicationState';
import {
  ArgocdContext,
  applicationOfQuery,
  callerOf,
  mayRead,
  presented,
  queryTexts,
} from '../ArgocdContext';
import { projectFields } from '../projectFields';

/** Reading Applications: the list and one, with refresh. */
export function applicationRoutes(context: ArgocdContext): Router {
  const router = PromiseRouter();

  router.get('/api/v1/applications', (request, response) => {
    const caller = callerOf(context, request);
    const items = context.controller
      .list()
      .filter(app => mayRead(caller, app.definition.project))
      .filter(app => wanted(context, request, app))
      .map(app => presented(context, app, false));
    const list = {
      metadata: { resourceVersion: String(context.controller.version) },
      items,
    };
    response.json(projectFields(list, queryTexts(request, 'fields').join(',')));
  });

  router.get('/api/v1/applications/:name', async (request, response) => {
    const app = applicationOfQuery(context, request);
    const refresh = queryTexts(request, 'refresh')[0];
    if (refresh) {
      // Any value but `hard` counts as `normal`. The call hangs as long as the controller does.
      await context.controller.refresh(
        app,
        refresh === 'hard' ? 'hard' : 'normal',
      );
    }
    response.json(presented(context, app));
  });
  return router;
}

function wanted(
  context: ArgocdContext,
  request: Request,
  app: ApplicationState,
): boolean {
  const projects = [
    ...queryTexts(request, 'projects'),
    ...queryTexts(request, 'project'),
  ];
  const { definition } = app;
  const name = queryTexts(request, 'name')[0];
  const repo = queryTexts(request, 'repo')[0];
  const namespace = queryTexts(request, 'appNamespace')[0];
  return (
    (projects.length === 0 || projects.includes(definition.project)) &&
    (name === undefined || name === definition.name) &&
    (repo === undefined ||
      repo === `${context.baseUrl()}/${definition.repository}`) &&
    (namespace === undefined || namespace === 'argocd') &&
    matchesSelector(
      definition.labels ?? {},
      queryTexts(request, 'selector')[0] ?? '',
    )
  );
}

/** Kubernetes label selectors: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`. */
function matchesSelector(
  labels: Readonly<Record<string, string>>,
  selector: string,
): boolean {
  const terms = selector
    .split(/,(?![^(]*\))/)
    .map(term => term.trim())
    .filter(term => term !== '');
  return terms.every(term => {
    const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
    if (set) {
      const values = (set[3] ?? '').split(',').map(value => value.trim());
      const included = values.includes(labels[set[1] ?? ''] ?? '\0');
      return set[2] === 'in' ? included : !included;
    }
    const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(term);
    if (equality) {
      const same = labels[equality[1] ?? ''] === equality[3];
      return equality[2] === '!=' ? !same : same;
    }
    return term.startsWith('!') ? !(term.slice(1) in labels) : term in labels;
  });
}
